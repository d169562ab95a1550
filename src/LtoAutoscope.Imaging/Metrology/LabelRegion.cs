using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>What one pass over an instance mask tells of one label: extent, count and sums over its pixels.</summary>
internal sealed class LabelRegion
{
    internal required int Label { get; init; }

    internal int MinX { get; private set; } = int.MaxValue;

    internal int MaxX { get; private set; } = -1;

    internal int MinY { get; private set; } = int.MaxValue;

    internal int MaxY { get; private set; } = -1;

    internal int Count { get; private set; }

    internal double CentroidX => sumX / Count;

    internal double CentroidY => sumY / Count;

    internal double MeanForeground => sumForeground / Count;

    private double sumX, sumY, sumXX, sumYY, sumXY, sumForeground;

    /// <summary>The regions of a mask in the order of their labels; labels without pixels are left out.</summary>
    internal static List<LabelRegion> Collect(LabelImage labels, float[]? foreground)
    {
        var byLabel = new LabelRegion?[labels.Maximum + 1];
        int index = 0;
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++, index++)
            {
                int label = labels.Labels[index];
                if (label <= 0) continue;
                LabelRegion region = byLabel[label] ??= new LabelRegion { Label = label };
                region.Add(x, y, foreground is null ? 1 : foreground[index]);
            }
        }

        return [.. byLabel.OfType<LabelRegion>()];
    }

    internal MomentEllipse Ellipse()
    {
        double meanX = CentroidX, meanY = CentroidY;
        return MomentEllipse.FromMoments(
            sumXX / Count - meanX * meanX, sumYY / Count - meanY * meanY, sumXY / Count - meanX * meanY);
    }

    private void Add(int x, int y, float probability)
    {
        MinX = Math.Min(MinX, x);
        MaxX = Math.Max(MaxX, x);
        MinY = Math.Min(MinY, y);
        MaxY = Math.Max(MaxY, y);
        Count++;
        sumX += x;
        sumY += y;
        sumXX += (double)x * x;
        sumYY += (double)y * y;
        sumXY += (double)x * y;
        sumForeground += probability;
    }
}
