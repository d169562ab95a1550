namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Takes a header apart: <c>Name / unit</c>, <c>Name (unit)</c>, <c>Name [unit]</c>, <c>Name#unit</c>, <c>name_unit</c>, with or without a mark of comments before it, all in small letters; brackets of East Asian fonts and the degree in one sign count as the plain ones.</summary>
internal static class HeaderName
{
    internal static (string Name, string Unit) Split(string header)
    {
        string text = header.Trim().Trim('"').Trim().TrimStart('~', '#', ' ').Replace('（', '(').Replace('）', ')').Replace("℃", "°c", StringComparison.Ordinal).ToLowerInvariant();
        int open = Math.Max(text.LastIndexOf('('), text.LastIndexOf('['));
        if (open > 0 && text.Length > open + 1 && text[^1] is ')' or ']' && open > 0) return (Clean(text[..open]), text[(open + 1)..^1].Trim());
        int hash = text.LastIndexOf('#');
        if (hash > 0 && TestUnits.IsUnit(text[(hash + 1)..])) return (Clean(text[..hash]), text[(hash + 1)..]);
        int slash = text.LastIndexOf('/');
        if (slash > 0 && slash < text.Length - 1) return (Clean(text[..slash]), text[(slash + 1)..].Trim());
        int under = text.LastIndexOf('_');
        return under > 0 && TestUnits.IsUnit(text[(under + 1)..]) ? (Clean(text[..under]), text[(under + 1)..]) : (Clean(text), "");
    }

    private static string Clean(string name) => name.Replace('_', ' ').Trim();
}
