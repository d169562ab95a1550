using LtoAutoscope.Domain;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>Finds the word that someone meant who mistyped it.</summary>
public static class NearestKey
{
    /// <summary>The known word with the smallest edit distance, if that is at most a third of its length, at least two; else null.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        (string? Word, int Distance) best = (null, int.MaxValue);
        foreach (string candidate in known)
        {
            int distance = EditDistance.Of(word, candidate);
            if (distance < best.Distance) best = (candidate, distance);
        }

        return best.Word is { } near && best.Distance <= Math.Max(2, near.Length / 3) ? near : null;
    }
}
