using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.Cases;

/// <summary>A case file as YAML, with the ways in which its values are read and its errors told.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Folder">Where tables and materials that it names are looked for; null where it is text alone.</param>
internal sealed record CaseSource(string Name, string? Folder)
{
    internal YamlMappingNode Root(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new InputException(e.Message.Split('\n')[0].TrimEnd('.'), $"{Name}, line {e.Start.Line}", "Write one key: value a line, each key once", e);
        }

        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return root;
        throw new InputException("the file is not a list of keys and values", Name, "Write one key: value a line");
    }

    internal InputException Wrong(string what, YamlNode at, string remedy) => new(what, $"{Name}, line {at.Start.Line}", remedy.TrimEnd('?', '.'));

    internal string Place(YamlNode at, string path) => $"{Name}, line {at.Start.Line}, {path}";

    internal double Number(YamlNode node, string path, double low, double high)
    {
        if (node is not YamlScalarNode { Value: { } text } || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            throw Wrong($"'{node}' for {path} is not a number", node, "Write a number with a decimal point, such as 1e-17");
        return value >= low && value <= high
            ? value
            : throw Wrong($"{path} = {text} is out of range", node, string.Create(CultureInfo.InvariantCulture, $"Give {low:g4} to {high:g4}"));
    }

    internal ScalarFunction Function(YamlNode node, string variable, string path, double low, double high)
    {
        switch (node)
        {
            case YamlScalarNode { Value: { } text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                return new ConstantFunction(Number(node, path, low, high));
            case YamlScalarNode { Value: { } text }:
                return ExpressionFunction.Compile(text, variable, Place(node, path));
            case YamlSequenceNode pairs:
                return new TableFunction([.. pairs.Children.Select(pair => Pair(pair, path, low, high))], Place(node, path));
            case YamlMappingNode mapping when mapping.Children.Count == 1 && mapping.Children.First() is { Key: YamlScalarNode { Value: "table" }, Value: YamlScalarNode { Value: { Length: > 0 } file } }:
                return new TableFunction(ReadTable(file, node, path), Place(node, path));
            default:
                throw Wrong($"{path} is no function", node, $"Give a number, an expression in {variable}, a list of pairs [[{variable}, value], …], or table: file.csv");
        }
    }

    /// <summary>A function of a material as it stands: an expression, pairs, or the pairs of a table beside the file.</summary>
    internal MaterialFunction MaterialFunction(YamlNode node, string path, double low, double high)
    {
        // What cannot be a function is told as for a case.
        _ = Function(node, "x", path, low, high);
        return node switch
        {
            YamlScalarNode { Value: { } text } => new MaterialFunction(text),
            YamlSequenceNode pairs => new MaterialFunction([.. pairs.Children.Select(pair => Pair(pair, path, low, high))]),
            _ => new MaterialFunction(ReadTable(((YamlScalarNode)((YamlMappingNode)node).Children.First().Value).Value!, node, path)),
        };
    }

    private (double X, double Y) Pair(YamlNode node, string path, double low, double high)
        => node is YamlSequenceNode { Children: [var x, var y] }
            ? (Number(x, path, double.MinValue, double.MaxValue), Number(y, path, low, high))
            : throw Wrong($"an entry of {path} is not a pair", node, "Write [x, value]");

    /// <summary>Two columns of numbers, commas between them; a first line of words is passed over, as are empty lines and those that begin with #.</summary>
    private List<(double X, double Y)> ReadTable(string file, YamlNode node, string path)
    {
        string full = Folder is null ? file : Path.Combine(Folder, file);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the table '{file}' cannot be read", Place(node, path), "Give a CSV file of two columns beside the case file", e);
        }

        var points = new List<(double, double)>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) || lines[i][0] == '#') continue;
            string[] cells = lines[i].Split(',');
            double y = 0;
            bool good = cells.Length >= 2 && double.TryParse(cells[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double x)
                && double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out y);
            if (good) points.Add((double.Parse(cells[0], NumberStyles.Float, CultureInfo.InvariantCulture), y));
            else if (points.Count > 0) throw new InputException($"'{lines[i]}' is not a pair of numbers", $"{full}, line {i + 1}", "Write two numbers with a comma between them");
        }

        return points;
    }
}
