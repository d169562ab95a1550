namespace LtoAutoscope.Daemon.Web;

/// <summary>Fields of the tables that go out, as RFC 4180 has them.</summary>
internal static class CsvField
{
    /// <summary>A field for people's spreadsheets, in quotes where it needs them: what one would take for a formula gets a sign before it that makes it text.</summary>
    public static string Of(string text) => Exactly(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text);

    /// <summary>A field that a program reads back as it is, in quotes where it needs them.</summary>
    public static string Exactly(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
