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
}
