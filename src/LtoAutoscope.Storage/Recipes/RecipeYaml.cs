using System.Globalization;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Storage.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>Reads a recipe's text with every problem at its line, and changes one value in it without touching the rest: comments and order stay.</summary>
public static partial class RecipeYaml
{
    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">The name that the recipe must have; null for any.</param>
    public static RecipeReading Read(string yaml, string? name)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        Recipe? recipe = StrictYaml.Check<Recipe>(yaml, "recipe", out IReadOnlyList<InputException> strict);
        Dictionary<string, YamlNode> nodes = Nodes(yaml);
        var problems = strict.Select(Problem).ToList();
        foreach (string text in recipe?.Validate() ?? [])
        {
            int colon = text.IndexOf(": ", StringComparison.Ordinal);
            string field = colon < 0 ? "" : text[..colon];
            problems.Add(new RecipeProblem(LineOf(nodes, field), field, colon < 0 ? text : text[(colon + 2)..], "Correct the value; its range stands in recipe.schema.json"));
        }

        if (recipe is not null && name is not null && recipe.Name != name)
            problems.Add(new RecipeProblem(LineOf(nodes, "name"), "name", $"it is '{recipe.Name}', and the file is '{name}'", $"Write name: {name}, or duplicate the recipe under the other name"));
        return new RecipeReading(problems.Count == 0 ? recipe : null, [.. problems.OrderBy(problem => problem.Line ?? int.MaxValue)]);
    }

    /// <summary>The values that stand in a text, by key such as <c>exposure.dwell_us</c>; lists and groups are left out. Empty where the text is no YAML.</summary>
    public static IReadOnlyDictionary<string, string> Values(string yaml)
        => Nodes(yaml).Where(pair => pair.Value is YamlScalarNode).ToDictionary(pair => pair.Key, pair => ((YamlScalarNode)pair.Value).Value ?? "", StringComparer.Ordinal);

    /// <summary>Sets a value in a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="key">The key, of one or two parts.</param>
    /// <param name="value">The value as it is to stand there; empty takes the key out, so that its default counts.</param>
    /// <exception cref="InputException">The text is no YAML, or writes the group in a form that cannot be changed in place.</exception>
    public static string Set(string yaml, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (value.AsSpan().IndexOfAny("\r\n#:{}[]&*!|>'\"%@`") >= 0) throw new InputException($"'{value}' holds a character that YAML reads in its own way", key, "Change it in the text");
        Dictionary<string, YamlNode> nodes = Nodes(yaml, throws: true);
        string[] parts = key.Split('.');
        string newLine = yaml.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (nodes.TryGetValue(key, out YamlNode? node))
        {
            if (node is not YamlScalarNode) throw new InputException($"'{key}' is no single value", key, "Change it in the text");
            return value.Length > 0 ? Replaced(yaml, node, value) : WithoutLine(yaml, node);
        }

        if (value.Length == 0) return yaml;
        string ended = yaml.Length == 0 || yaml.EndsWith('\n') ? yaml : yaml + newLine;
        if (parts.Length == 1) return $"{ended}{key}: {value}{newLine}";
        if (!nodes.TryGetValue(parts[0], out YamlNode? group)) return $"{ended}{parts[0]}:{newLine}  {parts[1]}: {value}{newLine}";
        if (group is not YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow, Children.Count: > 0 } map) throw new InputException($"'{parts[0]}' is written in one line", key, "Change it in the text");
        YamlNode first = map.Children[0].Key;
        int at = LineStart(yaml, first);
        return yaml.Insert(at, $"{yaml[at..Index(first.Start)]}{parts[1]}: {value}{newLine}");
    }

    private static string Replaced(string yaml, YamlNode node, string value)
    {
        int start = Index(node.Start), end = Math.Min(Index(node.End), yaml.Length);
        string old = yaml[start..end];
        int length = ((YamlScalarNode)node).Style == ScalarStyle.Plain ? old.TrimEnd().Length : old.Length;
        return yaml[..start] + (length == 0 && start > 0 && yaml[start - 1] == ':' ? " " : "") + value + yaml[(start + length)..];
    }

    private static string WithoutLine(string yaml, YamlNode node)
    {
        int start = LineStart(yaml, node), end = yaml.IndexOf('\n', Index(node.Start));
        return end < 0 ? yaml[..start] : yaml[..start] + yaml[(end + 1)..];
    }

    private static int LineStart(string yaml, YamlNode node) => Index(node.Start) == 0 ? 0 : yaml.LastIndexOf('\n', Index(node.Start) - 1) + 1;

    private static int Index(Mark mark) => checked((int)mark.Index);

    private static int? LineOf(Dictionary<string, YamlNode> nodes, string key) => nodes.TryGetValue(key, out YamlNode? node) ? checked((int)node.Start.Line) : null;

    private static Dictionary<string, YamlNode> Nodes(string yaml, bool throws = false)
    {
        var nodes = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        try
        {
            YamlGuard.Check(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }]) Add("", root);
        }
        catch (YamlException error)
        {
            if (throws) throw new InputException($"the text is no valid YAML ({error.Message.TrimEnd('.')})", FormattableString.Invariant($"line {error.End.Line}"), "Mend that line first", error);
        }

        return nodes;

        void Add(string path, YamlMappingNode map)
        {
            foreach ((YamlNode keyNode, YamlNode value) in map.Children)
            {
                if (keyNode is not YamlScalarNode { Value: { } key }) continue;
                string full = path.Length == 0 ? key : $"{path}.{key}";
                nodes[full] = value;
                if (value is YamlMappingNode inner) Add(full, inner);
            }
        }
    }

    private static RecipeProblem Problem(InputException strict)
    {
        Match line = LinePattern().Match(strict.Where), key = KeyPattern().Match(strict.What);
        return new RecipeProblem(line.Success ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : null, key.Success ? key.Groups[1].Value : "", strict.What, strict.Remedy);
    }

    [GeneratedRegex(@", line (\d+)$")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"^(?:there is no key )?'([a-z0-9_.\[\]]+)'")]
    private static partial Regex KeyPattern();
}
