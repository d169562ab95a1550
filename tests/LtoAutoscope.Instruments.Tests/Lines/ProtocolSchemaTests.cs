using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Lines.Protocols;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>The schema of <c>protocol.yaml</c> and the reader of it know the same keys.</summary>
public sealed class ProtocolSchemaTests
{
    private const string Stranger = "qqqqqqqq";

    /// <summary>A file with every group of keys in it; a stranger can be put into each.</summary>
    private const string Template = """
        name: t<top>
        transport: {baud: 9600<transport>}
        framing: {longest_line: 100<framing>}
        errors: {none: 0, numbers: {1: {means: m<errors.numbers.*>}}, twin: {unknown: 1<errors.twin>}<errors>}
        quantities: {x: {per: 1, unit: {by: x<quantities.*.unit>}<quantities.*>}}
        commands: {ask: {request: A, reply: '{x:int}'<commands.*>}}
        stage: {axes: [x], position: ask, move: ask, motion: [{ask: ask, idle: a, moving: b<stage.motion>}], conditions: [{ask: ask, wanted: 1<stage.conditions>}], twin: {while_moving: queue<stage.twin>}<stage>}
        roles: {detector: {get: ask<roles.*>}}
        stop: {send: ask<stop>}
        resynchronise: {probe: ask<resynchronise>}
        forbidden: [{pattern: a, why: b<forbidden>}]
        """;

    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "firmware-protocols", "protocol.schema.json"))).RootElement;

    public static TheoryData<string> Groups() =>
    [
        "top", "transport", "framing", "errors", "errors.numbers.*", "errors.twin", "quantities.*", "quantities.*.unit", "commands.*", "stage", "stage.motion", "stage.conditions", "stage.twin",
        "roles.*", "stop", "resynchronise", "forbidden",
    ];

    public static TheoryData<string> Shipped() => [.. ProtocolLibrary.Names()];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Keys_OfTheReaderAndOfTheSchema_AreTheSame(string group)
    {
        string text = System.Text.RegularExpressions.Regex.Replace(Template, "<([^>]+)>", match => match.Groups[1].Value != group ? "" : group == "top" ? $"\n{Stranger}: 1" : $", {Stranger}: 1");
        InputException refusal = Assert.Throws<InputException>(() => ProtocolDefinition.Parse(text, "t.yaml"));
        Assert.Contains(Stranger, refusal.Message, StringComparison.Ordinal);
        const string Known = "Known here are ";
        Assert.StartsWith(Known, refusal.Remedy, StringComparison.Ordinal);
        string[] keys = refusal.Remedy[Known.Length..].Split(", ");
        JsonElement described = group == "top" ? Schema : group.Split('.').Aggregate(Schema, Below);
        Assert.Equal(described.GetProperty("properties").EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
        Assert.False(described.GetProperty("additionalProperties").GetBoolean());
        Assert.All(described.GetProperty("properties").EnumerateObject(), key => Assert.NotEmpty(key.Value.GetProperty("description").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void File_ThatIsShipped_FitsTheSchema(string protocol)
    {
        ProtocolLibrary.Load(protocol);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(ProtocolLibrary.Shipped, protocol, "protocol.yaml"))));
        Assert.Empty(Misfits(yaml.Documents[0].RootNode, Schema, protocol));
    }

    [Fact]
    public void Misfits_OfAWrongFile_AreFound()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader("name: t\nframing: {postfix: perhaps}\ncommands: {a: {requst: A}}\nstage: {twin: {while_moving: jump}}\n"));
        Assert.Equal(8, Misfits(yaml.Documents[0].RootNode, Schema, "t").Count());
    }

    private static JsonElement Below(JsonElement schema, string key)
    {
        if (key == "*") return Object(schema.GetProperty("additionalProperties"));
        return Object(schema.GetProperty("properties").GetProperty(key));
    }

    private static JsonElement Object(JsonElement schema)
        => schema.TryGetProperty("anyOf", out JsonElement any) ? any.EnumerateArray().First(form => form.TryGetProperty("properties", out _))
            : schema.TryGetProperty("items", out JsonElement items) ? items : schema;

    private static IEnumerable<string> Misfits(YamlNode node, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("anyOf", out JsonElement any))
        {
            List<List<string>> forms = [.. any.EnumerateArray().Select(form => Misfits(node, form, path).ToList())];
            return forms.MinBy(form => form.Count)!;
        }

        if (schema.TryGetProperty("type", out JsonElement type))
        {
            List<string> types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
            if (!types.Any(one => Is(node, one))) return [$"{path} is no {string.Join(" or ", types)}"];
        }

        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(word => word.GetString() == node.ToString())) return [$"{path}: {node} is none of the words"];
        return node switch
        {
            YamlMappingNode map => MisfitsOf(map, schema, path),
            YamlSequenceNode list when schema.TryGetProperty("items", out JsonElement items) => list.SelectMany((entry, i) => Misfits(entry, items, $"{path}[{i}]")),
            _ => [],
        };
    }

    private static IEnumerable<string> MisfitsOf(YamlMappingNode map, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            foreach (JsonElement key in required.EnumerateArray())
                if (!map.Children.ContainsKey(new YamlScalarNode(key.GetString()))) yield return $"{path}.{key} is missing";
        foreach ((YamlNode key, YamlNode value) in map)
        {
            string name = key.ToString();
            if (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out JsonElement known))
            {
                foreach (string misfit in Misfits(value, known, $"{path}.{name}")) yield return misfit;
            }
            else if (schema.TryGetProperty("additionalProperties", out JsonElement other) && other.ValueKind == JsonValueKind.Object)
            {
                foreach (string misfit in Misfits(value, other, $"{path}.{name}")) yield return misfit;
            }
            else
            {
                yield return $"{path}.{name} is not described";
            }
        }
    }

    private static bool Is(YamlNode node, string type) => type switch
    {
        "object" => node is YamlMappingNode,
        "array" => node is YamlSequenceNode,
        "boolean" => node is YamlScalarNode { Value: "true" or "false" },
        "number" or "integer" => node is YamlScalarNode scalar && double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out double number) && (type == "number" || number == Math.Round(number)),
        _ => node is YamlScalarNode,
    };
}
