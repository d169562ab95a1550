namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Fills polygons: a pixel is inside when its centre is, by the even-odd rule; corners count from the corner of the first pixel.</summary>
public static class PolygonFill
{
    /// <summary>The runs of pixels inside one polygon, row by row; what lies outside the image is cut off.</summary>
    /// <param name="corners">Corners in pixels; the first is not repeated.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <returns>Row, first column, and the column after the last.</returns>
    public static IEnumerable<(int Y, int First, int End)> Runs(IReadOnlyList<CornerPoint> corners, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(corners);
        if (corners.Count < 3) yield break;
        int top = (int)Math.Max(0, Math.Floor(corners.Min(static c => c.Y))), bottom = (int)Math.Min(height, Math.Ceiling(corners.Max(static c => c.Y)));
        List<double> crossings = [];
        for (int y = top; y < bottom; y++)
        {
            crossings.Clear();
            for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
            {
                // From the upper end to the lower, so that an edge walked both ways is met at exactly the same place.
                (CornerPoint upper, CornerPoint lower) = corners[i].Y <= corners[j].Y ? (corners[i], corners[j]) : (corners[j], corners[i]);
                if (upper.Y > y + 0.5 || lower.Y <= y + 0.5) continue;
                crossings.Add(upper.X + (y + 0.5 - upper.Y) / (lower.Y - upper.Y) * (lower.X - upper.X));
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                int first = (int)Math.Max(0, Math.Ceiling(crossings[i] - 0.5)), end = (int)Math.Min(width, Math.Ceiling(crossings[i + 1] - 0.5));
                if (end > first) yield return (y, first, end);
            }
        }
    }

    /// <summary>The union of several polygons as one particle; null when no pixel's centre lies in any.</summary>
    public static ParticleMask? ToMask(int label, IEnumerable<IReadOnlyList<CornerPoint>> polygons, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        List<(int Y, int First, int End)> runs = [.. polygons.SelectMany(polygon => Runs(polygon, width, height))];
        return Join(label, runs);
    }

    /// <summary>Runs of pixels as one particle; null when there is none.</summary>
    internal static ParticleMask? Join(int label, IReadOnlyList<(int Y, int First, int End)> runs)
    {
        if (runs.Count == 0) return null;
        int left = runs.Min(static r => r.First), top = runs.Min(static r => r.Y);
        int width = runs.Max(static r => r.End) - left, height = runs.Max(static r => r.Y) - top + 1;
        var inside = new bool[width * height];
        foreach ((int y, int first, int end) in runs) inside.AsSpan((y - top) * width + first - left, end - first).Fill(true);
        return new ParticleMask(label, left, top, width, height, inside);
    }
}
