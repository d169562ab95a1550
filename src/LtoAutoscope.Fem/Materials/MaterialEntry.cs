using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.Materials;

/// <summary>
/// A value of a material file: bare, or with <c>value</c>, <c>unit</c>, <c>range</c>, <c>source</c> and <c>status</c>. A value whose status is not
/// <c>assumed</c> needs a source.
/// </summary>
/// <param name="Value">The value's node.</param>
/// <param name="Provenance">Where it comes from.</param>
internal sealed record MaterialEntry(YamlNode Value, MaterialProvenance Provenance)
{
    private static readonly MaterialProvenance Bare = new();

    /// <summary>Reads an entry.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="node">What stands there.</param>
    /// <param name="source">What messages call the file.</param>
    /// <exception cref="InputException">A part is unknown, missing or contradicts the key.</exception>
    internal static MaterialEntry Read(string key, YamlNode node, string source)
    {
        if (node is not YamlMappingNode parts || IsTable(parts)) return new MaterialEntry(node, Bare);
        YamlNode? value = null;
        ValueStatus? status = null;
        string text = "";
        double[]? range = null;
        foreach (var (partKey, part) in parts.Children)
        {
            switch ((partKey as YamlScalarNode)?.Value)
            {
                case "value": value = part; break;
                case "unit": CheckUnit(part); break;
                case "range": range = ReadRange(part); break;
                case "source": text = Word(part).Trim(); break;
                case "status": status = ReadStatus(part); break;
                case var other:
                    throw Wrong($"there is no '{other}' in {key}", partKey, $"Did you mean '{NearestKey.Of(other ?? "", ["value", "unit", "range", "source", "status"])}'");
            }
        }

        if (value is null) throw Wrong($"{key} has no value", node, "Add value: to it");
        if (status is null) throw Wrong($"{key} does not say how its value came to be", node, $"Add status: {Statuses}");
        if (text.Length == 0 && status != ValueStatus.Assumed) throw Wrong($"{key} is {status.Value.ToString().ToLowerInvariant()} but names no source", node, "Add source:, or say status: assumed");
        if (range is not null && Number(value) is { } number && (number < range[0] || number > range[1]))
            throw Wrong($"{key} lies outside its own range", value, "Let the range hold the value");
        return new MaterialEntry(value, new MaterialProvenance { Status = status.Value, Source = text, Range = range });

        void CheckUnit(YamlNode part)
        {
            string unit = MaterialKeys.Describe(key).Unit, given = Word(part);
            if (unit.Length == 0) throw Wrong($"{key} has no unit", part, "Leave unit out");
            if (Plain(given) != Plain(unit)) throw Wrong($"{key} is in {unit}, not in '{given}'", part, $"Convert the value and write unit: {unit}, or leave unit out");
        }

        double[] ReadRange(YamlNode part)
        {
            double?[] ends = part is YamlSequenceNode { Children: [var low, var high] } ? [Number(low), Number(high)] : [];
            return ends is [{ } from, { } to] && from <= to ? [from, to] : throw Wrong($"the range of {key} cannot be used", part, "Write range: [low, high]");
        }

        ValueStatus ReadStatus(YamlNode part) => Word(part) switch
        {
            "measured" => ValueStatus.Measured,
            "literature" => ValueStatus.Literature,
            "derived" => ValueStatus.Derived,
            "fitted" => ValueStatus.Fitted,
            "assumed" => ValueStatus.Assumed,
            var word => throw Wrong($"there is no status '{word}'", part, $"Give {Statuses}"),
        };

        InputException Wrong(string what, YamlNode at, string remedy) => new(what, $"{source}, line {at.Start.Line}", remedy);
    }

    private const string Statuses = "measured, literature, derived, fitted or assumed";

    /// <summary>A table in a file beside the material, <c>{ table: u.csv }</c>, is a value.</summary>
    private static bool IsTable(YamlMappingNode node) => node.Children.Count == 1 && node.Children.First().Key is YamlScalarNode { Value: "table" };

    private static string Word(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static double? Number(YamlNode node)
        => double.TryParse(Word(node), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>m2/s, m^2/s and m²/s are the same.</summary>
    private static string Plain(string unit)
        => unit.Replace("²", "2", StringComparison.Ordinal).Replace("³", "3", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal)
            .Replace("·", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Replace("ohm", "Ω", StringComparison.OrdinalIgnoreCase).Replace(" ", "", StringComparison.Ordinal);
}
