using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.Materials;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.Cases;

/// <summary>
/// A mapping of a case file that is read strictly: each key is asked for with its range, and <see cref="End"/> finds those that nobody asked for.
/// </summary>
internal sealed class CaseSection
{
    private readonly CaseSource _source;
    private readonly YamlMappingNode _node;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal CaseSection(CaseSource source, YamlNode node, string path)
    {
        _source = source;
        Path = path;
        _node = node as YamlMappingNode ?? throw source.Wrong($"'{path}' is not a list of keys and values", node, "Write one key: value a line below it");
        foreach (var (key, value) in _node.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } word }) throw source.Wrong("a key is not a word", key, "Write key: value");
            _values.Add(word, value);
        }
    }

    /// <summary>Where it stands in the file, such as <c>electrode.side_reaction</c>.</summary>
    internal string Path { get; }

    internal bool Has(string key)
    {
        _asked.Add(key);
        return _values.ContainsKey(key);
    }

    internal CaseSection? Section(string key) => Has(key) ? new CaseSection(_source, _values[key], Below(key)) : null;

    internal CaseSection RequiredSection(string key) => Section(key) ?? throw Missing(key, "Add it with its keys below it");

    internal IReadOnlyList<CaseSection> Sections(string key)
    {
        if (!Has(key)) return [];
        if (_values[key] is not YamlSequenceNode list) throw _source.Wrong($"'{Below(key)}' is not a list", _values[key], "Write one entry a line, each beginning with a hyphen");
        return [.. list.Children.Select((item, i) => new CaseSection(_source, item, $"{Below(key)}[{i + 1}]"))];
    }

    internal double? Number(string key, double low, double high)
        => Has(key) ? _source.Number(_values[key], Below(key), low, high) : null;

    internal double Number(string key, double low, double high, double otherwise) => Number(key, low, high) ?? otherwise;

    internal double Required(string key, double low, double high)
        => Number(key, low, high) ?? throw Missing(key, string.Create(CultureInfo.InvariantCulture, $"Give a number from {low:g4} to {high:g4}"));

    internal int Count(string key, int low, int high, int otherwise)
    {
        if (Number(key, low, high) is not { } value) return otherwise;
        return value == Math.Floor(value) ? (int)value : throw _source.Wrong($"{Below(key)} is not a whole number", _values[key], $"Give {low} to {high}");
    }

    internal string? Word(string key)
    {
        if (!Has(key)) return null;
        return _values[key] is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw _source.Wrong($"'{Below(key)}' is not a single word", _values[key], "Write key: value");
    }

    internal string? Choice(string key, params string[] choices)
    {
        if (Word(key) is not { } word) return null;
        return choices.Contains(word, StringComparer.Ordinal)
            ? word
            : throw _source.Wrong($"there is no '{word}' for {Below(key)}", _values[key], $"Give {string.Join(" or ", choices)}; the nearest is '{NearestKey.Of(word, choices)}'");
    }

    internal bool? Switch(string key) => Choice(key, "true", "false") is { } word ? word == "true" : null;

    internal IReadOnlyList<double> Numbers(string key, double low, double high)
    {
        if (!Has(key)) return [];
        if (_values[key] is not YamlSequenceNode list) throw _source.Wrong($"'{Below(key)}' is not a list of numbers", _values[key], "Write [1, 2, 3]");
        return [.. list.Children.Select(item => _source.Number(item, Below(key), low, high))];
    }

    /// <summary>A number, an expression, a table of pairs, or a CSV file of pairs (<c>table: file.csv</c>).</summary>
    internal ScalarFunction? Function(string key, string variable, double low, double high)
        => Has(key) ? _source.Function(_values[key], variable, Below(key), low, high) : null;

    internal BivariateFunction? Bivariate(string key, string first, string second)
        => Word(key) is { } text ? BivariateExpression.Compile(text, first, second, _source.Place(_values[key], Below(key))) : null;

    /// <summary>Whether a key's value is a plain number.</summary>
    internal bool IsNumber(string key)
        => Has(key) && _values[key] is YamlScalarNode { Value: { } text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Throws for a key that nobody asked for.</summary>
    internal void End()
    {
        foreach (var (key, _) in _node.Children)
        {
            string word = ((YamlScalarNode)key).Value!;
            if (!_asked.Contains(word)) throw _source.Wrong($"there is no key '{word}'{(Path.Length > 0 ? $" in {Path}" : "")}", key, $"Did you mean '{NearestKey.Of(word, _asked)}'");
        }
    }

    internal InputException Missing(string key, string remedy) => _source.Wrong($"'{Below(key)}' is missing", _node, remedy);

    internal InputException Wrong(string what, string key, string remedy) => _source.Wrong(what, _values.GetValueOrDefault(key, _node), remedy);

    private string Below(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
