using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.Materials;

/// <summary>The block <c>uncertainty</c> of a material file: 95 % intervals by key, such as <c>diffusivity_m2_s: [2e-18, 5e-18]</c>.</summary>
internal static class MaterialIntervals
{
    /// <summary>Key of the block.</summary>
    internal const string Key = "uncertainty";

    internal static IReadOnlyDictionary<string, double[]> Read(YamlNode node, string source)
    {
        if (node is not YamlMappingNode block) throw Wrong("'uncertainty' is not a list of keys", node);
        var intervals = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (key, value) in block.Children)
        {
            string word = (key as YamlScalarNode)?.Value ?? "";
            var known = MaterialFile.Keys.FirstOrDefault(k => k.Name == word);
            if (known.Name is null) throw Wrong($"there is no key '{word}' with a number", key);
            double[] ends = value is YamlSequenceNode { Children.Count: 2 } two ? [.. two.Children.Select(c => Number((c as YamlScalarNode)?.Value))] : [];
            if (ends.Length != 2 || !(ends[0] <= ends[1]) || ends[0] < known.Low || ends[1] > known.High) throw Wrong($"the interval of '{word}' cannot be used", value);
            intervals[word] = ends;
        }

        return intervals;

        static double Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

        InputException Wrong(string what, YamlNode at) => new(what, $"{source}, line {at.Start.Line}", "Write key: [low, high] within the key's range, 95 %");
    }

    internal static void Check(Material material, IReadOnlyDictionary<string, double[]> intervals, string source)
    {
        var keys = MaterialFile.ToKeys(material);
        foreach (var (key, ends) in intervals)
        {
            if (!keys.TryGetValue(key, out object? known)) throw new InputException($"the material has no '{key}' of which an interval could be given", source, "Take it out of uncertainty");
            if (known is double value && (value < ends[0] || value > ends[1]))
                throw new InputException($"{key} = {value.ToString("g4", CultureInfo.InvariantCulture)} lies outside its own interval", source, "Let the interval hold the value");
        }
    }

    /// <summary>A material as the text of a file.</summary>
    /// <param name="material">The material.</param>
    /// <param name="comment">Lines of comment at the top.</param>
    internal static string Write(Material material, IEnumerable<string> comment)
    {
        var text = new StringBuilder();
        foreach (string line in comment) text.Append("# ").Append(line).Append('\n');
        foreach (var (key, value) in MaterialFile.ToKeys(material)) text.Append(CultureInfo.InvariantCulture, $"{key}: {Text(value)}\n");
        if (material.Uncertainty.Count == 0) return text.ToString();
        text.Append(Key).Append(":\n");
        foreach (var (key, ends) in material.Uncertainty) text.Append(CultureInfo.InvariantCulture, $"  {key}: [{ends[0]:R}, {ends[1]:R}]\n");
        return text.ToString();
    }

    private static string Text(object? value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        double[][] pairs => $"[{string.Join(", ", pairs.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p[0]:R}, {p[1]:R}]")))}]",
        _ => $"{value}",
    };
}
