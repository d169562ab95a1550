namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Rows of an image shared out among threads in bands; what is done to a row must not depend on the others.</summary>
internal static class RowBands
{
    private const int SmallestBand = 16;

    /// <summary>Calls <paramref name="body"/> with the first and the end row of each band.</summary>
    internal static void For(int first, int end, int threads, Action<int, int> body, int smallestBand = SmallestBand)
    {
        int bands = Math.Clamp((end - first) / smallestBand, 1, threads);
        if (bands == 1)
        {
            if (end > first) body(first, end);
            return;
        }

        int Border(int band) => first + (int)((long)(end - first) * band / bands);
        Parallel.For(0, bands, new ParallelOptions { MaxDegreeOfParallelism = threads }, band => body(Border(band), Border(band + 1)));
    }
}
