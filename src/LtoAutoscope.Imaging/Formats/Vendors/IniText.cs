namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>Sections of <c>Key=Value</c> lines, as FEI, TESCAN and Hitachi write them; case does not matter, of a key that stands twice the first counts.</summary>
internal sealed class IniText
{
    private readonly Dictionary<string, Dictionary<string, string>> sections = new(StringComparer.OrdinalIgnoreCase);

    private IniText(string text)
    {
        string section = "";
        foreach (string line in VendorText.Lines(text))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
                continue;
            }

            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1) continue;
            if (!sections.TryGetValue(section, out var keys)) sections[section] = keys = new(StringComparer.OrdinalIgnoreCase);
            keys.TryAdd(line[..sign].Trim(), line[(sign + 1)..].Trim());
        }
    }

    /// <summary>Everything, as <c>section.key</c>, or <c>key</c> where no section was begun.</summary>
    internal IEnumerable<KeyValuePair<string, string>> All
        => sections.SelectMany(static section => section.Value.Select(pair => KeyValuePair.Create(section.Key.Length > 0 ? $"{section.Key}.{pair.Key}" : pair.Key, pair.Value)));

    internal static IniText Parse(string text) => new(text);

    internal bool Has(string section) => sections.ContainsKey(section);

    /// <summary>A value; null where section or key is missing or the value empty.</summary>
    internal string? this[string section, string key]
        => sections.TryGetValue(section, out var keys) && keys.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A value whatever its section; null where it is missing or empty.</summary>
    internal string? Any(string key)
        => sections.Values.Select(keys => keys.GetValueOrDefault(key)).FirstOrDefault(static value => !string.IsNullOrEmpty(value));

    /// <summary>A number without unit; null where there is none.</summary>
    internal double? Number(string section, string key) => Quantity.Parse(this[section, key])?.Value;

    /// <summary>A whole number; null where there is none.</summary>
    internal long? Whole(string section, string key) => Number(section, key) is double value && Math.Abs(value) < 1e9 ? (long)value : null;
}
