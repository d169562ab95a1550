using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>What the maps say of each particle found: the evidence from which its confidence is made.</summary>
internal static class ParticleFeatures
{
    /// <summary>Names of the features, in their order.</summary>
    internal static readonly string[] Names =
    [
        "foreground_logit", "rim_boundary", "inner_boundary", "peak_distance", "persistence", "log_size", "log_size_squared", "contact", "border", "edge_contrast",
    ];

    /// <summary>Where some of them stand.</summary>
    internal const int ForegroundLogit = 0, PeakDistance = 3, LogSize = 5;

    private const double LargestLogit = 8;

    /// <summary>One row of features a label; index 0 stands for background and is empty.</summary>
    /// <param name="maps">The maps of the analysed part.</param>
    /// <param name="labels">Its instance mask, of the same size.</param>
    /// <param name="scale">By what factor the picture was resampled for the network.</param>
    /// <param name="targetDiameterPx">The diameter the network was trained for, pixels.</param>
    internal static double[][] Of(SegmentationMaps maps, LabelImage labels, double scale, double targetDiameterPx)
    {
        int width = maps.Width, height = maps.Height;
        int[] mask = labels.Labels;
        float[] foreground = maps.Foreground.ToArray(), rims = maps.Boundary.ToArray(), heights = maps.Distance.ToArray();
        var sums = new Sums[labels.Maximum + 1];
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                int label = mask[i];
                if (label == 0) continue;
                ref Sums s = ref sums[label];
                float p = foreground[i], boundary = rims[i], hill = heights[i] * (1 - boundary);
                s.Pixels++;
                s.Foreground += p;
                s.Peak = Math.Max(s.Peak, heights[i]);
                s.Summit = Math.Max(s.Summit, hill);
                bool rim = false;
                if (x == 0 || y == 0 || x == width - 1 || y == height - 1) s.TouchesBorder = true;
                if (x > 0) rim |= Meet(ref s, i - 1);
                if (x < width - 1) rim |= Meet(ref s, i + 1);
                if (y > 0) rim |= Meet(ref s, i - width);
                if (y < height - 1) rim |= Meet(ref s, i + width);
                if (!rim) continue;
                s.Rim++;
                s.RimBoundary += boundary;
                s.RimForeground += p;

                bool Meet(ref Sums own, int neighbour)
                {
                    int other = mask[neighbour];
                    if (other == label) return false;
                    own.Sides++;
                    if (other == 0)
                    {
                        own.Outside++;
                        own.OutsideForeground += foreground[neighbour];
                    }
                    else
                    {
                        own.Pass = Math.Max(own.Pass, Math.Min(hill, heights[neighbour] * (1 - rims[neighbour])));
                    }

                    return true;
                }
            }
        }

        double[] totals = BoundaryTotals(rims, mask, sums.Length);
        return [[], .. Enumerable.Range(1, sums.Length - 1).Select(label => Row(sums[label], totals[label], scale, targetDiameterPx))];
    }

    private static double[] BoundaryTotals(float[] rims, int[] mask, int count)
    {
        double[] totals = new double[count];
        for (int i = 0; i < rims.Length; i++) totals[mask[i]] += rims[i];
        return totals;
    }

    private static double[] Row(in Sums s, double boundary, double scale, double target)
    {
        if (s.Pixels == 0) return new double[Names.Length];
        double size = Math.Log(2 * Math.Sqrt(s.Pixels / Math.PI) * scale / target), rim = Math.Max(s.Rim, 1);
        double outside = s.Outside > 0 ? s.OutsideForeground / s.Outside : 0.5;
        return
        [
            Math.Clamp(PixelCalibration.Logit(s.Foreground / s.Pixels), -LargestLogit, LargestLogit),
            s.RimBoundary / rim,
            (boundary - s.RimBoundary) / Math.Max(s.Pixels - s.Rim, 1),
            s.Peak,
            s.Summit - s.Pass,
            size,
            size * size,
            s.Sides > 0 ? 1 - (double)s.Outside / s.Sides : 0,
            s.TouchesBorder ? 1 : 0,
            s.RimForeground / rim - outside,
        ];
    }

    private struct Sums
    {
        internal int Pixels, Rim, Sides, Outside;
        internal double Foreground, RimForeground, RimBoundary, OutsideForeground;
        internal float Peak, Summit, Pass;
        internal bool TouchesBorder;
    }
}
