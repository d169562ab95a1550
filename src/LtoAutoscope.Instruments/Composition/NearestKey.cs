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
            int distance = Distance(word, candidate);
            if (distance < best.Distance) best = (candidate, distance);
        }

        return best.Word is { } near && best.Distance <= Math.Max(2, near.Length / 3) ? near : null;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
