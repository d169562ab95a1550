using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The connected parts of one label.</summary>
internal static class ConnectedPixels
{
    /// <summary>The first pixel in reading order, and the count, of the largest 8-connected part of a label; of equal ones the first.</summary>
    internal static (int First, int Count) Largest(LabelImage labels, LabelRegion region)
    {
        HashSet<int> seen = [];
        Stack<int> open = [];
        (int First, int Count) best = (region.First, 0);
        for (int y = region.MinY; y <= region.MaxY; y++)
        {
            for (int x = region.MinX; x <= region.MaxX; x++)
            {
                int first = y * labels.Width + x, count = 0;
                if (labels.Labels[first] != region.Label || !seen.Add(first)) continue;
                open.Push(first);
                while (open.TryPop(out int pixel))
                {
                    count++;
                    int px = pixel % labels.Width, py = pixel / labels.Width;
                    for (int ny = Math.Max(py - 1, region.MinY); ny <= Math.Min(py + 1, region.MaxY); ny++)
                        for (int nx = Math.Max(px - 1, region.MinX); nx <= Math.Min(px + 1, region.MaxX); nx++)
                            if (labels[nx, ny] == region.Label && seen.Add(ny * labels.Width + nx)) open.Push(ny * labels.Width + nx);
                }

                if (count > best.Count) best = (first, count);
            }
        }

        return best;
    }
}
