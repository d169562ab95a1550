using System.Globalization;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Reads <c>space.yaml</c>: parameters and constraints. What it does not know, or what does not fit, is refused with file and line (config/synthesis/space.schema.json describes it).</summary>
public static partial class SearchSpaceFile
{
    private const int LongestText = 200_000, DeepestNesting = 16;
    private static readonly string[] RootKeys = ["parameters", "constraints"];
    private static readonly string[] ParameterKeys = ["name", "unit", "type", "low", "high", "log", "step", "levels"];
    private static readonly string[] ConstraintKeys = ["when", "require"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or does not fit.</exception>
    public static SearchSpace Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file of the search space cannot be read", path, "Name an existing YAML file that this account may read", error);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    public static SearchSpace Parse(string yaml, string file)
    {
        YamlMappingNode root = Map(RootOf(yaml, file), RootKeys, file);
        YamlSequenceNode list = Required(root, "parameters", file) as YamlSequenceNode ?? throw Wrong(root, file, "'parameters' must be a list", "Write one entry a parameter, each beginning with '- name:'");
        if (list.Children.Count is 0 or > SearchSpace.MostParameters) throw Wrong(list, file, $"there are {list.Children.Count} parameters", $"Name 1 to {SearchSpace.MostParameters}");
        List<SpaceParameter> parameters = [];
        foreach (YamlNode node in list.Children)
        {
            SpaceParameter parameter = Parameter(node, file);
            if (parameters.Exists(other => string.Equals(other.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))) throw Wrong(node, file, $"the parameter '{parameter.Name}' stands there twice", "Give each its own name");
            parameters.Add(parameter);
        }

        List<SpaceConstraint> constraints = [];
        if (Child(root, "constraints") is { } given && !IsNull(given))
        {
            foreach (YamlNode node in given as YamlSequenceNode ?? throw Wrong(given, file, "'constraints' must be a list", "Write one entry a constraint, each beginning with '- '"))
                constraints.Add(Constraint(node, parameters, file));
        }

        return new SearchSpace(parameters, constraints);
    }

    private static SpaceConstraint Constraint(YamlNode node, List<SpaceParameter> parameters, string file)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } text }) return SearchSpace.Constraint(parameters, text, null, At(node, file));
        YamlMappingNode map = Map(node, ConstraintKeys, file);
        return SearchSpace.Constraint(parameters, Text(Required(map, "require", file), file), Text(Required(map, "when", file), file), At(node, file));
    }

    private static SpaceParameter Parameter(YamlNode node, string file)
    {
        YamlMappingNode map = Map(node, ParameterKeys, file);
        string name = Text(Required(map, "name", file), file);
        if (!Name().IsMatch(name)) throw Wrong(map, file, $"'{name}' is no name of a parameter", "Use 1 to 64 letters, digits and underscores, beginning with a letter");
        YamlNode kindNode = Required(map, "type", file);
        ParameterKind kind = Text(kindNode, file) switch
        {
            "continuous" => ParameterKind.Continuous,
            "integer" => ParameterKind.Integer,
            "categorical" => ParameterKind.Categorical,
            var other => throw Wrong(kindNode, file, $"'{other}' is no type of a parameter", "Write continuous, integer or categorical"),
        };
        string unit = Child(map, "unit") is { } given && !IsNull(given) ? Text(given, file) : "";
        if (kind == ParameterKind.Categorical)
        {
            foreach (string key in new[] { "low", "high", "log", "step" })
                if (Child(map, key) is { } stray) throw Wrong(stray, file, $"'{name}' is categorical and has no '{key}'", "Give its levels alone");
            YamlNode listed = Required(map, "levels", file);
            string[] levels = listed is YamlSequenceNode words ? [.. words.Select(word => Text(word, file))] : throw Wrong(listed, file, "'levels' must be a list", "Write levels: [water, ethanol]");
            return levels.Length < 2 || levels.Distinct(StringComparer.OrdinalIgnoreCase).Count() < levels.Length
                ? throw Wrong(listed, file, $"'{name}' needs two or more levels, each once", "Write levels: [water, ethanol]")
                : new SpaceParameter(name, kind) { Unit = unit, Levels = levels };
        }

        if (Child(map, "levels") is { } useless) throw Wrong(useless, file, $"'{name}' is a number and has no levels", "Take 'levels' out, or write type: categorical");
        YamlNode lowNode = Required(map, "low", file), highNode = Required(map, "high", file);
        double low = Number(lowNode, file), high = Number(highNode, file);
        if (!(high > low)) throw Wrong(highNode, file, FormattableString.Invariant($"the range of '{name}' ends at {high}, which does not lie above its beginning {low}"), "Give low below high");
        if (kind == ParameterKind.Integer && (low != Math.Round(low) || high != Math.Round(high))) throw Wrong(lowNode, file, $"the range of the integer '{name}' does not begin and end at whole numbers", "Round low and high, or write type: continuous");
        bool isLog = Child(map, "log") is { } logNode && (Text(logNode, file) switch { "true" => true, "false" => false, var other => throw Wrong(logNode, file, $"'log' is '{other}'", "Write true or false") });
        if (isLog && low <= 0) throw Wrong(lowNode, file, $"'{name}' has a log scale and begins at {Text(lowNode, file)}", "Begin above 0, or take 'log' out");
        double step = Child(map, "step") is { } stepNode ? Number(stepNode, file) : 0;
        if (step < 0 || step > high - low || (kind == ParameterKind.Integer && step != Math.Round(step))) throw Wrong(Child(map, "step")!, file, FormattableString.Invariant($"the step {step} does not fit the range of '{name}'"), "Give a step above 0 and at most the range, whole for an integer");
        return new SpaceParameter(name, kind) { Unit = unit, Low = low, High = high, IsLog = isLog, Step = step };
    }

    private static YamlNode RootOf(string yaml, string file)
    {
        try
        {
            if (yaml.Length > LongestText) throw new InputException($"the text has {yaml.Length:N0} characters", file, $"A search space fits into {LongestText:N0}");
            // Reading recurses; endless nesting would end the process.
            var parser = new Parser(new StringReader(yaml));
            for (int depth = 0; parser.MoveNext();)
            {
                depth += parser.Current!.NestingIncrease;
                if (depth > DeepestNesting || parser.Current is AnchorAlias) throw new InputException("it is nested too deep or uses aliases", $"{file}, line {parser.Current.Start.Line}", "Write the values out in plain lists");
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw new InputException("the file is empty or holds several documents", file, "Write one YAML document with the key 'parameters'");
        }
        catch (YamlException error)
        {
            throw new InputException($"this is no valid YAML ({error.Message.TrimEnd('.')})", $"{file}, line {error.End.Line}", "Mend the line; indent by spaces, each key once", error);
        }
    }

    private static YamlMappingNode Map(YamlNode node, string[] keys, string file)
    {
        if (node is not YamlMappingNode map) throw Wrong(node, file, "a group of keys is needed here", $"Write some of: {string.Join(", ", keys)}");
        foreach (YamlNode key in map.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !keys.Contains(name)) throw Wrong(key, file, $"there is no key '{key}'", $"The keys here are {string.Join(", ", keys)}");
        return map;
    }

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: { } name } && name == key).Value;

    private static YamlNode Required(YamlMappingNode map, string key, string file) => Child(map, key) ?? throw Wrong(map, file, $"the key '{key}' is missing", "Write it");

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static string Text(YamlNode node, string file) => node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) && text.Length <= 400 ? text : throw Wrong(node, file, "a single value is needed here", "Write a word or a number");

    private static double Number(YamlNode node, string file)
        => double.TryParse(Text(node, file), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : throw Wrong(node, file, $"'{Text(node, file)}' is no number", "Write a number with a decimal point");

    private static InputException Wrong(YamlNode node, string file, string what, string remedy) => new(what, At(node, file), remedy);

    private static string At(YamlNode node, string file) => $"{file}, line {node.Start.Line}";

    [GeneratedRegex(@"^[A-Za-z]\w{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Name();
}
