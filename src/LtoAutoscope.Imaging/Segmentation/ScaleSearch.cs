using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Finds by how much an image of unknown particle size should be resampled, by looking at its middle. A network that tells sizes is asked at
/// half size first, then, where it sees nothing, nearer; the size it tells brings the particles to its target. Another network
/// is run at a few scales: a scale's mark is the network's own certainty (mean |2p − 1| of the foreground) times a bell over the
/// octaves between the size it then finds (area-weighted median diameter) and the size it was trained for; the best mark wins, and
/// the scale is adjusted to the size found there, by a factor of 1.4 at most.
/// </summary>
internal static class ScaleSearch
{
    private const int ProbePx = 512;
    private const double LargestAdjustment = 1.4;
    private const double NoAdjustment = 1.1;
    private const int EnoughPixels = 200;
    private static readonly double[] Scales = [0.25, 0.5, 1, 2];
    private static readonly double[] Looks = [0.5, 1, 2];

    internal static double Find(
        SegmentationModel model, Func<double, InstanceSeparation> separation, float[] grey, int width, int height, CancellationToken cancellationToken)
    {
        using var stage = AnalysisStage.Start(AnalysisStage.ScaleSearch);
        return model.MapNames.Contains(SegmentationMaps.SizeName)
            ? Look(model, grey, width, height, cancellationToken)
            : Try(model, separation(1), grey, width, height, cancellationToken);
    }

    /// <summary>The scale that the network's own size map asks for; null where there are too few particles to ask.</summary>
    internal static double? Asked(SegmentationMaps maps, SegmentationModel model, double scale)
    {
        if (!maps.TryGet(SegmentationMaps.SizeName, out Span<float> size)) return null;
        List<float> told = [];
        ReadOnlySpan<float> foreground = maps.Foreground;
        for (int i = 0; i < size.Length; i++)
            if (foreground[i] > 0.5) told.Add(size[i]);
        if (told.Count < EnoughPixels) return null;
        told.Sort();
        return model.TargetDiameterPx / (model.UnitPx * Math.Pow(2, told[told.Count / 2])) * scale;
    }

    private static double Look(SegmentationModel model, float[] grey, int width, int height, CancellationToken cancellationToken)
    {
        foreach (double scale in Looks)
        {
            int w = Math.Min(width, (int)(ProbePx / scale)), h = Math.Min(height, (int)(ProbePx / scale));
            int seenWidth = (int)Math.Round(w * scale), seenHeight = (int)Math.Round(h * scale);
            if (seenWidth < SegmentationModel.Multiple || seenHeight < SegmentationModel.Multiple) continue;
            float[] probe = Resampling.Resize(Middle(grey, width, height, w, h), w, h, seenWidth, seenHeight);
            if (Asked(TiledInference.Run(model, probe, seenWidth, seenHeight, cancellationToken), model, scale) is double asked) return asked;
        }

        return 1;
    }

    private static double Try(SegmentationModel model, InstanceSeparation separation, float[] grey, int width, int height, CancellationToken cancellationToken)
    {
        int probeWidth = Math.Min(width, ProbePx), probeHeight = Math.Min(height, ProbePx);
        float[] probe = Middle(grey, width, height, probeWidth, probeHeight);
        double best = 0, scale = 1;
        foreach (double candidate in Scales)
        {
            int w = (int)Math.Round(probeWidth * candidate), h = (int)Math.Round(probeHeight * candidate);
            if (w < SegmentationModel.Multiple || h < SegmentationModel.Multiple) continue;
            SegmentationMaps maps = TiledInference.Run(model, Resampling.Resize(probe, probeWidth, probeHeight, w, h), w, h, cancellationToken);
            double diameter = MedianDiameter(separation.Separate(maps));
            if (double.IsNaN(diameter)) continue;
            double certainty = Certainty(maps.Foreground);
            double octaves = Math.Log2(diameter / model.TargetDiameterPx), mark = certainty * Math.Exp(-octaves * octaves / 2);
            if (mark <= best) continue;
            best = mark;
            double adjustment = Math.Clamp(model.TargetDiameterPx / diameter, 1 / LargestAdjustment, LargestAdjustment);
            scale = candidate * (adjustment is > 1 / NoAdjustment and < NoAdjustment ? 1 : adjustment);
        }

        return scale;
    }

    private static double Certainty(ReadOnlySpan<float> foreground)
    {
        double sum = 0;
        foreach (float p in foreground) sum += Math.Abs(2.0 * p - 1);
        return sum / foreground.Length;
    }

    /// <summary>The diameter, pixels, above and below which half of the covered area lies; NaN without particles.</summary>
    internal static double MedianDiameter(LabelImage labels)
    {
        int[] areas = new int[labels.Maximum + 1];
        foreach (int label in labels.Labels) areas[label]++;
        int[] sorted = [.. areas.Skip(1).Order()];
        long half = sorted.Sum(static a => (long)a) / 2, seen = 0;
        foreach (int area in sorted)
        {
            seen += area;
            if (seen >= half) return 2 * Math.Sqrt(area / Math.PI);
        }

        return double.NaN;
    }

    private static float[] Middle(float[] grey, int width, int height, int newWidth, int newHeight)
    {
        int x0 = (width - newWidth) / 2, y0 = (height - newHeight) / 2;
        float[] part = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) Array.Copy(grey, (y0 + y) * width + x0, part, y * newWidth, newWidth);
        return part;
    }
}
