using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>
/// Reads a YAML file into a record whose keys are its properties in snake_case. A key that the record does not have, a value of the wrong kind and a missing key
/// are refused with file, line, key and a hint; nothing is silently ignored.
/// </summary>
public static class StrictYaml
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file cannot be read or does not fit; the message names line and key.</exception>
    public static T Load<T>(string path) where T : notnull
    {
        try
        {
            return Parse<T>(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read", path, "Check the path and the rights of the file", error);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">As for <see cref="Load{T}"/>.</exception>
    public static T Parse<T>(string yaml, string file) where T : notnull => Read<T>(yaml, file, static problem => throw problem);

    /// <summary>Reads text and lists every problem instead of the first; what is wrong counts as left out.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="problems">What is wrong, in the order of the text.</param>
    /// <returns>What the text says without its wrong keys; null where that is not enough for a value.</returns>
    public static T? Check<T>(string yaml, string file, out IReadOnlyList<InputException> problems) where T : class
    {
        var found = new List<InputException>();
        problems = found;
        try
        {
            return Read<T>(yaml, file, found.Add);
        }
        catch (InputException problem)
        {
            if (found.Count == 0) found.Add(problem);
            return null;
        }
    }

    private static T Read<T>(string yaml, string file, Action<InputException> report) where T : notnull
    {
        YamlNode root;
        try
        {
            YamlGuard.Check(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            root = stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw new InputException("the file is empty or holds several documents", file, "Write one YAML document");
        }
        catch (YamlException error)
        {
            if (LineIndentedByTab(yaml) is { } line) throw new InputException("the line is indented by a tab, which YAML does not allow", $"{file}, line {line}", "Indent by spaces", error);
            throw new InputException($"this is no valid YAML ({error.Message.TrimEnd('.')})", $"{file}, line {error.End.Line}", "Mend the line; indent by spaces", error);
        }

        JsonNode? json = Convert(root, typeof(T), "", file, report);
        try
        {
            return json.Deserialize<T>(DomainJson.Line) ?? throw new InputException("the file says nothing", file, "Write the keys that the schema beside it names");
        }
        catch (JsonException error)
        {
            throw new InputException($"a key is empty ({error.Message.Split('.')[0]})", file, "Write a value where the schema beside it asks for one", error);
        }
    }

    /// <summary>The parser gives no line for this, the most frequent slip of all.</summary>
    private static int? LineIndentedByTab(string yaml)
    {
        int index = Array.FindIndex(yaml.Split('\n'), line => line[..^line.TrimStart().Length].Contains('\t') && !string.IsNullOrWhiteSpace(line));
        return index < 0 ? null : index + 1;
    }

    private static JsonNode? Convert(YamlNode node, Type type, string path, string file, Action<InputException> report)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        return node switch
        {
            YamlMappingNode map when IsRecord(target) => ConvertMap(map, target, path, file, report),
            YamlSequenceNode list when ElementOf(target) is { } element => new JsonArray([.. list.Select((item, i) => Convert(item, element, $"{path}[{i}]", file, report))]),
            YamlScalarNode scalar when !IsRecord(target) && ElementOf(target) is null => ConvertScalar(scalar, target, type, path, file, report),
            _ => Told(report, Wrong(node, path, file, IsRecord(target) ? "a group of keys" : ElementOf(target) is not null ? "a list" : "a single value")),
        };
    }

    private static JsonObject ConvertMap(YamlMappingNode map, Type type, string path, string file, Action<InputException> report)
    {
        Dictionary<string, PropertyInfo> known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        var json = new JsonObject();
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key })
            {
                report(Wrong(keyNode, path, file, "a group of plain keys"));
                continue;
            }

            if (!known.TryGetValue(key, out PropertyInfo? property))
            {
                string hint = Nearest(key, known.Keys) is { } near ? $"Did you mean '{near}'? " : "";
                report(new InputException($"there is no key '{Join(path, key)}'", $"{file}, line {keyNode.Start.Line}", $"{hint}The keys here are {string.Join(", ", known.Keys)}"));
                continue;
            }

            bool isSound = true;
            JsonNode? converted = Convert(value, property.PropertyType, Join(path, key), file, problem =>
            {
                isSound = false;
                report(problem);
            });
            // What is wrong counts as left out; a group keeps what is right in it.
            if (isSound || converted is JsonObject) json[key] = converted;
        }

        if (known.Where(pair => !json.ContainsKey(pair.Key) && IsRequired(pair.Value, type)).Select(pair => Join(path, pair.Key)).ToArray() is { Length: > 0 } missing)
            report(new InputException($"{(missing.Length == 1 ? "a key is" : "keys are")} missing: {string.Join(", ", missing)}", $"{file}, line {map.Start.Line}", "Write what is missing; the schema beside the file says what it means"));
        return json;
    }

    /// <summary>Whether a key may not be left out: a <c>required</c> property, or a parameter without default of a positional record (which JSON would fill with 0).</summary>
    private static bool IsRequired(PropertyInfo property, Type type)
        => property.IsDefined(typeof(RequiredMemberAttribute))
            || type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.Name == property.Name && !parameter.HasDefaultValue);

    private static JsonNode? ConvertScalar(YamlScalarNode scalar, Type target, Type declared, string path, string file, Action<InputException> report)
    {
        string text = scalar.Value ?? "";
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        if (isPlain && text is "" or "~" or "null")
        {
            return declared != target || !declared.IsValueType ? null : Told(report, Wrong(scalar, path, file, Kind(target)));
        }

        if (target == typeof(string)) return JsonValue.Create(text);
        if (target == typeof(bool) && bool.TryParse(text, out bool flag)) return JsonValue.Create(flag);
        if (target == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) return JsonValue.Create(whole);
        if (target == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return JsonValue.Create(number);
        if (target.IsEnum && EnumWords(target).Contains(text)) return JsonValue.Create(text);
        return Told(report, Wrong(scalar, path, file, Kind(target)));
    }

    private static JsonNode? Told(Action<InputException> report, InputException problem)
    {
        report(problem);
        return null;
    }

    private static InputException Wrong(YamlNode node, string path, string file, string expected)
        => new($"'{path}' must be {expected}{(node is YamlScalarNode { Value: { } value } ? $", not '{value}'" : "")}", $"{file}, line {node.Start.Line}", $"Write {expected} there");

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number with a decimal point",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsEnum => "one of " + string.Join(", ", EnumWords(type)),
        _ => "text",
    };

    private static string[] EnumWords(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && ElementOf(type) is null;

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The known key at the smallest edit distance, if it is near enough to be a slip of the pen.</summary>
    private static string? Nearest(string key, IEnumerable<string> known)
    {
        (string Key, int Distance) best = known.Select(candidate => (candidate, EditDistance(key, candidate))).MinBy(pair => pair.Item2);
        return best.Distance <= Math.Max(2, key.Length / 3) ? best.Key : null;
    }

    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
