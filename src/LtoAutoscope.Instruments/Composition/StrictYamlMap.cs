using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>
/// A mapping of a YAML file, read key by key. A key that nobody asked for is refused by <see cref="Close"/>, with its line and the nearest
/// key that is known.
/// </summary>
public sealed class StrictYamlMap
{
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly string _path;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<StrictYamlMap> _children = [];
    private readonly Dictionary<string, StrictYamlMap> _groups = new(StringComparer.Ordinal);

    private StrictYamlMap(YamlMappingNode node, string file, string path) => (_node, _file, _path) = (node, file, path);

    /// <summary>Reads text whose top is a mapping.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">It is no YAML, or its top is no mapping.</exception>
    public static StrictYamlMap Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException failure)
        {
            throw new InputException($"it is no valid YAML: {failure.Message.TrimEnd('.')}", $"{file}, line {failure.Start.Line}", "Correct the line", failure);
        }

        if (stream.Documents.Count == 0) return new StrictYamlMap(new YamlMappingNode(), file, "");
        return stream.Documents[0].RootNode is YamlMappingNode map
            ? new StrictYamlMap(map, file, "")
            : throw new InputException("it holds no keys at its top", file, "Begin with a line such as 'name: my microscope'");
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A mapping under a key, the same one at every call; an empty one when the key is absent.</summary>
    public StrictYamlMap Map(string key)
    {
        if (_groups.TryGetValue(key, out StrictYamlMap? known)) return known;
        YamlNode? node = Find(key);
        var child = node switch
        {
            null => new StrictYamlMap(new YamlMappingNode(), _file, Name(key)),
            YamlMappingNode map => new StrictYamlMap(map, _file, Name(key)),
            _ => throw Wrong(key, node, "a group of keys is wanted", "Put its keys below it, indented by two blanks"),
        };
        _children.Add(child);
        _groups[key] = child;
        return child;
    }

    /// <summary>The mappings of a list under a key; none when the key is absent.</summary>
    public IReadOnlyList<StrictYamlMap> Maps(string key)
    {
        YamlNode? node = Find(key);
        if (node is null) return [];
        if (node is not YamlSequenceNode sequence) throw Wrong(key, node, "a list is wanted", "Begin each entry with '- '");
        List<StrictYamlMap> maps = [.. sequence.Select((entry, i) => entry is YamlMappingNode map
            ? new StrictYamlMap(map, _file, $"{Name(key)}[{i}]")
            : throw Wrong(key, entry, "an entry with keys is wanted", "Write it as '- {key: value}'"))];
        _children.AddRange(maps);
        return maps;
    }

    /// <summary>Its keys, for a mapping whose keys are names that the file chooses; each counts as known.</summary>
    public IReadOnlyList<string> Names()
    {
        List<string> names = [.. _node.Children.Keys.Select(key => key.ToString())];
        _known.UnionWith(names);
        return names;
    }

    /// <summary>One text or a list of texts under a key; none when the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode sequence => [.. sequence.Select(entry => entry is YamlScalarNode { Value: { } value }
            ? value
            : throw Wrong(key, entry, "a text is wanted", "Write it as '- text'"))],
        YamlNode other => throw Wrong(key, other, "a text or a list of texts is wanted", $"Write it as '{key}: text' or '{key}: [text, text]'"),
    };

    /// <summary>Whether a key holds a single value and no group or list.</summary>
    public bool IsScalar(string key) => Find(key) is YamlScalarNode;

    /// <summary>Text, or the default when the key is absent.</summary>
    public string Text(string key, string otherwise) => Scalar(key) ?? otherwise;

    /// <summary>Text that must be there.</summary>
    public string RequiredText(string key) => Scalar(key) ?? throw Missing(key);

    /// <summary>One of a few words, or the default.</summary>
    public string Word(string key, string otherwise, params ReadOnlySpan<string> allowed)
    {
        string value = Text(key, otherwise);
        if (allowed.Contains(value)) return value;
        string hint = NearestKey.Of(value, allowed.ToArray()) is { } near ? $"; did you mean '{near}'" : "";
        throw Wrong(key, Find(key)!, $"'{value}' is not known", $"Use one of {string.Join(", ", allowed!)}{hint}");
    }

    /// <summary>Yes or no, or the default.</summary>
    public bool Flag(string key, bool otherwise) => Scalar(key) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        string other => throw Wrong(key, Find(key)!, $"'{other}' is neither true nor false", "Write true or false"),
    };

    /// <summary>A number, or null when the key is absent.</summary>
    public double? OptionalNumber(string key)
        => Scalar(key) is { } text ? ParseNumber(key, text, Find(key)!) : null;

    /// <summary>A number within bounds, or the default.</summary>
    public double Number(string key, double otherwise, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        double value = OptionalNumber(key) ?? otherwise;
        if (value >= least && value <= most) return value;
        throw Wrong(key, Find(key)!, Invariant($"{value} is out of range"), Invariant($"Use a number from {least} to {most}"));
    }

    /// <summary>A whole number within bounds, or the default.</summary>
    public int Whole(string key, int otherwise, int least = int.MinValue, int most = int.MaxValue)
    {
        double value = Number(key, otherwise, least, most);
        return value == Math.Round(value) ? (int)value : throw Wrong(key, Find(key)!, Invariant($"{value} is no whole number"), "Use a whole number");
    }

    /// <summary>Seconds, or the default.</summary>
    public TimeSpan Seconds(string key, TimeSpan otherwise, double least = 0, double most = 86400)
        => TimeSpan.FromSeconds(Number(key, otherwise.TotalSeconds, least, most));

    /// <summary>A range <c>[low, high]</c>, or null when the key is absent.</summary>
    public AxisRange? OptionalRange(string key)
    {
        YamlNode? node = Find(key);
        if (node is null) return null;
        if (node is not YamlSequenceNode { Children.Count: 2 } pair)
            throw Wrong(key, node, "two numbers are wanted", "Write it as [low, high]");
        double low = ParseNumber(key, pair[0].ToString(), pair[0]), high = ParseNumber(key, pair[1].ToString(), pair[1]);
        return low <= high ? new AxisRange(low, high) : throw Wrong(key, node, Invariant($"{low} is larger than {high}"), "Put the lower limit first");
    }

    /// <summary>Refuses keys that nobody asked for, here and below.</summary>
    /// <exception cref="InputException">There is one; the message names it, its line and the nearest known key.</exception>
    public void Close()
    {
        foreach ((YamlNode keyNode, _) in _node.Children)
        {
            string key = keyNode.ToString();
            if (_known.Contains(key)) continue;
            string remedy = NearestKey.Of(key, _known) is { } near ? $"Did you mean '{near}'" : $"Known here are {string.Join(", ", _known.Order())}";
            throw new InputException($"the key '{Name(key)}' is not known", $"{_file}, line {keyNode.Start.Line}", remedy);
        }

        foreach (StrictYamlMap child in _children) child.Close();
    }

    /// <summary>The complaint about a value, with file and line.</summary>
    public InputException Wrong(string key, string what, string remedy)
        => Find(key) is { } node ? Wrong(key, node, what, remedy) : new InputException($"{Name(key)}: {what}", _file, remedy);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private InputException Wrong(string key, YamlNode node, string what, string remedy)
        => new($"{Name(key)}: {what}", $"{_file}, line {node.Start.Line}", remedy);

    private InputException Missing(string key)
        => new($"the key '{Name(key)}' is missing", _path.Length == 0 ? _file : $"{_file}, line {_node.Start.Line}", $"Add a line '{key}: …'");

    private double ParseNumber(string key, string text, YamlNode node)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Wrong(key, node, $"'{text}' is no number", "Write a number with a decimal point");

    private string? Scalar(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlNode other => throw Wrong(key, other, "a single value is wanted", $"Write it as '{key}: value'"),
    };

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;
    }

    private string Name(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
