namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The map type of the protocol: lines of <c>key=value</c>, separated by line feeds. Unknown keys are for the reader to ignore.</summary>
public static class SharkSemMap
{
    /// <summary>Reads a map; lines without an equals sign are left out, of a repeated key the last one counts.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) map[line[..equals].TrimEnd()] = line[(equals + 1)..].TrimStart();
        }

        return map;
    }

    /// <summary>Writes a map.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, string>> entries)
        => string.Concat(entries.Select(entry => $"{entry.Key}={entry.Value}\n"));

    /// <summary>The first index N of a key <c>group.N.field</c> whose value satisfies a condition; null when none does.</summary>
    public static int? FindIndex(IReadOnlyDictionary<string, string> map, Func<string, bool> condition)
    {
        foreach ((string key, string value) in map)
        {
            string[] parts = key.Split('.');
            if (parts.Length >= 2 && int.TryParse(parts[1], out int index) && condition(value)) return index;
        }

        return null;
    }
}
