using System.Buffers;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Separable Gaussian blur of a row-major map; beyond the edge the edge pixel goes on.</summary>
internal static class GaussianBlur
{
    private const int StripPx = 64;

    internal static float[] Apply(float[] source, int width, int height, double sigma)
    {
        float[] result = (float[])source.Clone();
        InPlace(result, width, height, sigma);
        return result;
    }

    /// <summary>The same in the map itself, which may be longer than needed.</summary>
    /// <param name="map">Row-major values.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="sigma">Standard deviation, pixels; below 0.2 nothing is done.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    internal static void InPlace(float[] map, int width, int height, double sigma, int threads = 1)
    {
        if (sigma < 0.2) return;
        float[] kernel = Kernel(sigma);
        int radius = kernel.Length / 2;
        RowBands.For(0, height, threads, (first, end) =>
        {
            float[] padded = new float[width + 2 * radius];
            for (int y = first; y < end; y++)
            {
                Span<float> row = map.AsSpan(y * width, width);
                padded.AsSpan(0, radius).Fill(row[0]);
                row.CopyTo(padded.AsSpan(radius));
                padded.AsSpan(radius + width).Fill(row[^1]);
                row.Clear();
                for (int k = 0; k < kernel.Length; k++) AddScaled(padded.AsSpan(k, width), kernel[k], row);
            }
        });

        // Down the columns in strips that fit the cache.
        int strips = (width + StripPx - 1) / StripPx;
        RowBands.For(0, strips, Math.Min(threads, strips), (first, end) =>
        {
            float[] strip = ArrayPool<float>.Shared.Rent(height * StripPx);
            for (int s = first; s < end; s++)
            {
                int x0 = s * StripPx, columns = Math.Min(StripPx, width - x0);
                for (int y = 0; y < height; y++) map.AsSpan(y * width + x0, columns).CopyTo(strip.AsSpan(y * StripPx));
                for (int y = 0; y < height; y++)
                {
                    Span<float> target = map.AsSpan(y * width + x0, columns);
                    target.Clear();
                    for (int k = 0; k < kernel.Length; k++)
                        AddScaled(strip.AsSpan(Math.Clamp(y + k - radius, 0, height - 1) * StripPx, columns), kernel[k], target);
                }
            }

            ArrayPool<float>.Shared.Return(strip);
        }, smallestBand: 1);
    }

    private static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
        => System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source, factor, target, target);

    private static float[] Kernel(double sigma)
    {
        int radius = Math.Max(1, (int)Math.Ceiling(3 * sigma));
        double[] weights = [.. Enumerable.Range(-radius, 2 * radius + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma)))];
        double sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }
}
