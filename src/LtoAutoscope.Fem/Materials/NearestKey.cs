namespace LtoAutoscope.Fem.Materials;

/// <summary>The known key that looks most like a mistyped one.</summary>
internal static class NearestKey
{
    internal static string Of(string word, IEnumerable<string> known) => known.MinBy(key => Distance(word, key)) ?? "";

    // Levenshtein's edit distance.
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

        return row[^1];
    }
}
