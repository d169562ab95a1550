using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Values of a journal line that bear being absent or of another kind than expected.</summary>
internal static class JournalText
{
    /// <summary>A text; empty where there is none.</summary>
    public static string Text(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A number; NaN where there is none.</summary>
    public static double Number(JsonObject data, string key)
        => data[key] is JsonValue value ? value.TryGetValue(out double number) ? number : value.TryGetValue(out string? text) && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN : double.NaN;

    /// <summary>Whether a flag is set; null where it is absent.</summary>
    public static bool? Flag(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    /// <summary>A list of texts.</summary>
    public static IReadOnlyList<string> Texts(JsonObject data, string key) => [.. (data[key] as JsonArray ?? []).OfType<JsonValue>().Select(node => node.TryGetValue(out string? text) ? text : "").Where(text => text.Length > 0)];

    /// <summary>A word of an enumeration, or <paramref name="otherwise"/>.</summary>
    public static T Word<T>(JsonObject data, string key, T otherwise) where T : struct, Enum
    {
        try
        {
            return data[key] is { } node ? node.Deserialize<T>(DomainJson.Line) : otherwise;
        }
        catch (JsonException)
        {
            return otherwise;
        }
    }

    /// <summary>A text with its first letter in upper case and a full stop.</summary>
    public static string Sentence(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0) return "";
        return char.ToUpperInvariant(trimmed[0]) + trimmed[1..] + (trimmed[^1] is '.' or '!' or '?' ? "" : ".");
    }
}
