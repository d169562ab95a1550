using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>What one pass over an instance mask tells of one label: where it begins, extent, count and mean probability.</summary>
internal sealed class LabelRegion
{
    private double sumForeground;

    internal required int Label { get; init; }

    /// <summary>Index of its first pixel in reading order.</summary>
    internal required int First { get; init; }

    internal int MinX { get; private set; } = int.MaxValue;

    internal int MaxX { get; private set; } = -1;

    internal required int MinY { get; init; }

    internal int MaxY { get; private set; } = -1;

    internal int Count { get; private set; }

    internal double MeanForeground => sumForeground / Count;

    /// <summary>The regions of a mask in the order of their labels; labels without pixels are left out.</summary>
    internal static List<LabelRegion> Collect(LabelImage labels, float[]? foreground)
    {
        var byLabel = new LabelRegion?[labels.Maximum + 1];
        for (int y = 0; y < labels.Height; y++)
        {
            ReadOnlySpan<int> row = labels.Labels.AsSpan(y * labels.Width, labels.Width);
            for (int x = 0; x < row.Length;)
            {
                int label = row[x];
                if (label <= 0)
                {
                    int skip = row[x..].IndexOfAnyExcept(label);
                    x = skip < 0 ? row.Length : x + skip;
                    continue;
                }

                int end = x + 1;
                while (end < row.Length && row[end] == label) end++;
                LabelRegion region = byLabel[label] ??= new LabelRegion { Label = label, First = y * labels.Width + x, MinY = y };
                region.Add(y, x, end, foreground is null ? default : foreground.AsSpan(y * labels.Width + x, end - x));
                x = end;
            }
        }

        return [.. byLabel.OfType<LabelRegion>()];
    }

    private void Add(int y, int from, int to, ReadOnlySpan<float> probabilities)
    {
        MinX = Math.Min(MinX, from);
        MaxX = Math.Max(MaxX, to - 1);
        MaxY = y;
        Count += to - from;
        if (probabilities.IsEmpty) sumForeground += to - from;
        else foreach (float probability in probabilities) sumForeground += probability;
    }
}
