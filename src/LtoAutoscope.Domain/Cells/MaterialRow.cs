using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>A line of a material's table: what a value is and where it comes from.</summary>
/// <param name="Key">Key of the material file.</param>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Value">The value as text: a number, a word, an expression, or the ends of a table.</param>
/// <param name="Unit">Its unit; empty for words and pure numbers.</param>
/// <param name="Range">[low, high] that the literature spans, or null.</param>
/// <param name="Status">How it came to be.</param>
/// <param name="Source">The source; empty where none is stated.</param>
public sealed record MaterialRow(string Key, string What, string Value, string Unit, IReadOnlyList<double>? Range, ValueStatus Status, string Source)
{
    /// <summary>The status in words: <c>default</c> where the file leaves the value to the program.</summary>
    [JsonIgnore]
    public string StatusText => Status switch { ValueStatus.Unstated => "not stated", _ => Status.ToString().ToLowerInvariant() };
}
