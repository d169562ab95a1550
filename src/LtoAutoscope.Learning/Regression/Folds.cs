namespace LtoAutoscope.Learning.Regression;

/// <summary>How rows are dealt to folds: entry i is the fold of row i.</summary>
internal static class Folds
{
    /// <summary>Blocks in file order, the first n mod k of them one row longer (scikit-learn's KFold without shuffle).</summary>
    internal static int[] Contiguous(int rows, int folds)
    {
        var fold = new int[rows];
        int row = 0;
        for (int k = 0; k < folds; k++)
        {
            int size = rows / folds + (k < rows % folds ? 1 : 0);
            for (int i = 0; i < size; i++) fold[row++] = k;
        }

        return fold;
    }

    /// <summary>Equal shares after a seeded shuffle (Fisher–Yates), so that a sorted file does no harm.</summary>
    internal static int[] Shuffled(int rows, int folds, int seed)
    {
        int[] fold = [.. Enumerable.Range(0, rows).Select(row => row % folds)];
        new Random(seed).Shuffle(fold);
        return fold;
    }

    /// <summary>Rows of a group in one fold: groups in a seeded order, the large ones first, each to the fold that has the fewest rows. Without groups, <see cref="Shuffled"/>.</summary>
    internal static int[] Grouped(int rows, int[]? groups, int folds, int seed)
    {
        if (groups is null) return Shuffled(rows, folds, seed);
        int[][] members = [.. Enumerable.Range(0, rows).GroupBy(row => groups[row]).Select(group => group.ToArray())];
        new Random(seed).Shuffle(members);
        var fold = new int[rows];
        var sizes = new int[folds];
        foreach (int[] group in members.OrderByDescending(group => group.Length))
        {
            int least = Array.IndexOf(sizes, sizes.Min());
            sizes[least] += group.Length;
            foreach (int row in group) fold[row] = least;
        }

        return fold;
    }
}
