using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Materials;

/// <summary>The known key that looks most like a mistyped one.</summary>
internal static class NearestKey
{
    internal static string Of(string word, IEnumerable<string> known) => known.MinBy(key => EditDistance.Of(word, key)) ?? "";
}
