namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>One picture at one reduction, 8 bits a pixel.</summary>
/// <param name="Reduction">One pixel stands for 2^reduction × 2^reduction.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="Height">Height, pixels.</param>
/// <param name="Pixels">Row-major values.</param>
public sealed record ReducedPlane(int Reduction, int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>The next reduction: each pixel the mean of up to four.</summary>
    public ReducedPlane Halved()
    {
        int width = (Width + 1) / 2, height = (Height + 1) / 2;
        var half = new byte[width * height];
        ReadOnlySpan<byte> from = Pixels.Span;
        for (int y = 0; y < height; y++)
        {
            int upper = 2 * y * Width, lower = Math.Min(2 * y + 1, Height - 1) * Width;
            for (int x = 0; x < width; x++)
            {
                int left = 2 * x, right = Math.Min(left + 1, Width - 1);
                half[y * width + x] = (byte)((from[upper + left] + from[upper + right] + from[lower + left] + from[lower + right] + 2) >> 2);
            }
        }

        return new(Reduction + 1, width, height, half);
    }

    /// <summary>It and all further reductions down to one pixel.</summary>
    public IReadOnlyList<ReducedPlane> Chain()
    {
        List<ReducedPlane> chain = [this];
        while (chain[^1] is { Width: > 1 } or { Height: > 1 }) chain.Add(chain[^1].Halved());
        return chain;
    }
}
