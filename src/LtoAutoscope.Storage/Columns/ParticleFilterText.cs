using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Storage.Columns;

/// <summary>
/// A filter as keys and values of an address: <c>diameter_nm=50..120</c> (either end may be left out), <c>flags=edge,overlap</c> (any of them), <c>without=edge,doubtful</c> (none of them),
/// <c>decided=accepted,rejected,none</c>, <c>frame=a01-f0003</c>. Exports carry it, and it reads back to the same filter.
/// </summary>
public static class ParticleFilterText
{
    private const string Flags = "flags", Without = "without", Decided = "decided", Frame = "frame";
    private static readonly (string Word, ParticleFlags Flag)[] Words = [("edge", ParticleFlags.Edge), ("overlap", ParticleFlags.Overlap), ("doubtful", ParticleFlags.Doubtful), ("counted", ParticleFlags.Counts)];
    private static readonly (string Word, DecisionVerdict Verdict)[] Verdicts = [("accepted", DecisionVerdict.Accepted), ("rejected", DecisionVerdict.Rejected), ("none", DecisionVerdict.Withdrawn)];

    /// <summary>Whether a key is one of a filter.</summary>
    public static bool IsKey(string key) => key is Flags or Without or Decided or Frame || ParticleQuantity.Find(key) is not null;

    /// <summary>Reads keys and values.</summary>
    /// <exception cref="InputException">A key is unknown or comes twice, or a value is malformed; it names the key and the remedy.</exception>
    public static ParticleFilter Parse(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ParticleFilter filter = ParticleFilter.Everything;
        HashSet<string> seen = [];
        List<QuantityRange> ranges = [];
        foreach ((string key, string value) in pairs)
        {
            ParticleQuantity? quantity = ParticleQuantity.Find(key);
            if (!IsKey(key))
                throw new InputException($"there is no filter '{key}'", key, $"Use a quantity ({string.Join(", ", ParticleQuantity.All.Select(known => known.Key))}) with LOW..HIGH, or {Flags}, {Without}, {Decided}, {Frame}");
            if (!seen.Add(quantity?.Key ?? key)) throw new InputException($"the filter '{key}' is given twice", key, "Give each filter once");
            if (quantity is not null) ranges.Add(Range(key, value, quantity));
            else if (key == Flags) filter = filter with { Flags = Listed(key, value, Words).Aggregate(ParticleFlags.None, (sum, flag) => sum | flag) };
            else if (key == Without) filter = filter with { Without = Listed(key, value, Words).Aggregate(ParticleFlags.None, (sum, flag) => sum | flag) };
            else if (key == Decided) filter = filter with { Decided = [.. Listed(key, value, Verdicts).Distinct().Order()] };
            else filter = filter with { Frame = Runs.RunId.IsValid(value) ? value : throw new InputException($"'{value}' is no frame", key, "Give a frame's id, such as a01-f0003") };
        }

        return filter with { Ranges = [.. ranges.OrderBy(range => range.Quantity.Key, StringComparer.Ordinal)] };
    }

    /// <summary>The keys and values of a filter, in one order for one filter.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(ParticleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        List<KeyValuePair<string, string>> pairs = [.. filter.Ranges.OrderBy(range => range.Quantity.Key, StringComparer.Ordinal).Select(range => KeyValuePair.Create(range.Quantity.Key, $"{End(range.Low)}..{End(range.High)}"))];
        if (filter.Flags != 0) pairs.Add(new(Flags, Join(filter.Flags)));
        if (filter.Without != 0) pairs.Add(new(Without, Join(filter.Without)));
        if (filter.Decided.Count > 0) pairs.Add(new(Decided, string.Join(',', Verdicts.Where(word => filter.Decided.Contains(word.Verdict)).Select(word => word.Word))));
        if (filter.Frame.Length > 0) pairs.Add(new(Frame, filter.Frame));
        return pairs;
    }

    /// <summary>A filter as the query of an address, without the question mark; empty for everything.</summary>
    public static string Format(ParticleFilter filter) => string.Join('&', Pairs(filter).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <inheritdoc cref="Parse(IEnumerable{KeyValuePair{string, string}})" path="/exception"/>
    public static ParticleFilter Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Parse(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Select(part => KeyValuePair.Create(part[0], part.Length > 1 ? Uri.UnescapeDataString(part[1]) : "")));
    }

    private static QuantityRange Range(string key, string value, ParticleQuantity quantity)
    {
        string[] ends = value.Split("..");
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        bool reads = ends.Length == 2 && (ends[0].Length > 0 || ends[1].Length > 0) && TryEnd(ends[0], ref low) && TryEnd(ends[1], ref high);
        string unit = quantity.Unit.Length > 0 ? $" in {quantity.Unit}" : "";
        if (!reads) throw new InputException($"'{value}' is no range", key, $"Write LOW..HIGH{unit}, such as {quantity.Key}=0.5..20; either end may be left out");
        if (low > high) throw new InputException($"the range '{value}' ends before it begins", key, "Write the lower end first");
        return new QuantityRange(quantity, low, high);
    }

    private static bool TryEnd(string text, ref double end)
    {
        if (text.Length == 0) return true;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out end) && double.IsFinite(end);
    }

    private static T[] Listed<T>(string key, string value, (string Word, T Value)[] words)
        => [.. value.Split(',').Select(text => words.FirstOrDefault(word => word.Word == text) is { Word: not null } found
            ? found.Value
            : throw new InputException($"'{text}' is no value of '{key}'", key, $"Use {string.Join(", ", words.Select(word => word.Word))}, with commas between"))];

    private static string Join(ParticleFlags flags) => string.Join(',', Words.Where(word => flags.HasFlag(word.Flag)).Select(word => word.Word));

    private static string End(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
