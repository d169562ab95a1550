using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>The pixels of one particle, cut out of an image with the smallest rectangle that holds them.</summary>
/// <param name="Label">Its number, ≥ 1.</param>
/// <param name="X">Column of the rectangle's first column.</param>
/// <param name="Y">Row of the rectangle's first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Inside">Row-major within the rectangle.</param>
public sealed record ParticleMask(int Label, int X, int Y, int Width, int Height, bool[] Inside)
{
    /// <summary>Number of pixels.</summary>
    public int Area => Inside.Count(static pixel => pixel);

    /// <summary>Whether the pixel of the image belongs to the particle; false anywhere outside the rectangle.</summary>
    public bool this[int x, int y]
        => (uint)(x - X) < (uint)Width && (uint)(y - Y) < (uint)Height && Inside[(y - Y) * Width + x - X];

    /// <summary>The particles of a label map in the order of their numbers; numbers without pixels are left out.</summary>
    public static IReadOnlyList<ParticleMask> All(LabelImage labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var boxes = new SortedDictionary<int, (int MinX, int MinY, int MaxX, int MaxY)>();
        for (int y = 0, index = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++, index++)
            {
                int label = labels.Labels[index];
                if (label <= 0) continue;
                boxes[label] = boxes.TryGetValue(label, out var box)
                    ? (Math.Min(box.MinX, x), box.MinY, Math.Max(box.MaxX, x), y)
                    : (x, y, x, y);
            }
        }

        return [.. boxes.Select(pair => Cut(labels, pair.Key, pair.Value))];
    }

    /// <summary>Intersection over union with another mask; 1 for two empty ones.</summary>
    public double IntersectionOverUnion(ParticleMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int both = 0;
        for (int y = Y; y < Y + Height; y++)
            for (int x = X; x < X + Width; x++)
                if (this[x, y] && other[x, y]) both++;
        int union = Area + other.Area - both;
        return union == 0 ? 1 : (double)both / union;
    }

    private static ParticleMask Cut(LabelImage labels, int label, (int MinX, int MinY, int MaxX, int MaxY) box)
    {
        int width = box.MaxX - box.MinX + 1, height = box.MaxY - box.MinY + 1;
        var inside = new bool[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) inside[y * width + x] = labels[box.MinX + x, box.MinY + y] == label;
        return new ParticleMask(label, box.MinX, box.MinY, width, height, inside);
    }
}
