using LtoAutoscope.Acquisition.Mosaics;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>
/// Ranges over the whole run, so that a frame looks the same beside every other. They are taken anew when the number of frames passes a power of two, so a growing run seldom
/// changes its look.
/// </summary>
internal sealed class LayerRanges
{
    private const int SizesAtMost = 40_000;
    private int _greysOf = -1, _sizesOf = -1, _focusOf = -1;

    public LayerRange Grey { get; private set; } = new(0, 65535, "");

    public LayerRange? Size { get; private set; }

    public LayerRange? Focus { get; private set; }

    public LayerRange? Seam { get; private set; }

    /// <summary>Takes the ranges from what is there.</summary>
    public void Refresh(IReadOnlyList<MosaicFrame> frames, ReducedFrames reduced, MosaicSolution? solution)
    {
        string[] seen = [.. frames.Where(static frame => frame.Picture != 0).Select(static frame => frame.Frame.Metadata.FrameId)];
        if (Grown(seen.Length, ref _greysOf))
        {
            (int Darkest, int Brightest, double Low, double High)[] greys = [.. seen.Take(_greysOf).Select(id => reduced.GreysOf(id)).OfType<(int, int, double, double)>()];
            if (greys.Length > 0) Grey = new LayerRange(At([.. greys.Select(static grey => grey.Low)], 0.5), At([.. greys.Select(static grey => grey.High)], 0.5), "");
        }

        string[] analysed = [.. frames.Where(static frame => frame.Analysis != 0).Select(static frame => frame.Frame.Metadata.FrameId)];
        if (Grown(analysed.Length, ref _sizesOf)) Size = SizesOf(analysed.AsSpan(0, _sizesOf), reduced);
        double[] focus = [.. frames.Select(static frame => frame.Frame.Metadata.FocusScore).OfType<double>().Where(double.IsFinite)];
        if (Grown(focus.Length, ref _focusOf) && _focusOf > 0)
        {
            double[] first = focus[.._focusOf];
            Focus = new LayerRange(At(first, 0.05), At(first, 0.95), "");
        }

        Seam = solution is null ? null : new LayerRange(0, Math.Max(1, solution.LargestResidualPx), "px");
    }

    private static LayerRange? SizesOf(ReadOnlySpan<string> frames, ReducedFrames reduced)
    {
        List<double> sizes = [];
        int each = Math.Max(1, SizesAtMost / Math.Max(1, frames.Length));
        foreach (string frame in frames)
        {
            ReadOnlySpan<float> pairs = reduced.SizesOf(frame);
            int step = Math.Max(1, pairs.Length / 2 / each);
            for (int i = 0; i < pairs.Length / 2; i += step) sizes.Add(pairs[2 * i]);
        }

        return sizes.Count == 0 ? null : new LayerRange(At([.. sizes], 0.05), At([.. sizes], 0.95), "nm");
    }

    private static bool Grown(int count, ref int known)
    {
        int power = count == 0 ? 0 : 1 << (31 - int.LeadingZeroCount(count));
        if (power == known) return false;
        known = power;
        return true;
    }

    private static double At(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)Math.Round(share * (values.Length - 1))];
    }
}
