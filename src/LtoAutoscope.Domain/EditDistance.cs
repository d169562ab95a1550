namespace LtoAutoscope.Domain;

/// <summary>How many letters two words differ in (V. I. Levenshtein 1966): for saying what somebody meant who mistyped a key.</summary>
public static class EditDistance
{
    /// <summary>Fewest letters to insert, delete or change.</summary>
    /// <param name="one">A word.</param>
    /// <param name="other">Another.</param>
    public static int Of(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
