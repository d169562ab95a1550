using System.Buffers;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Separable Gaussian blur of a row-major map; beyond the edge the edge pixel goes on.</summary>
internal static class GaussianBlur
{
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
        float[] kernel = Kernel(sigma), middle = ArrayPool<float>.Shared.Rent(width * height);
        int radius = kernel.Length / 2;
        RowBands.For(0, height, threads, (first, end) =>
        {
            float[] padded = new float[width + 2 * radius];
            for (int y = first; y < end; y++)
            {
                ReadOnlySpan<float> row = map.AsSpan(y * width, width);
                padded.AsSpan(0, radius).Fill(row[0]);
                row.CopyTo(padded.AsSpan(radius));
                padded.AsSpan(radius + width).Fill(row[^1]);
                Span<float> target = middle.AsSpan(y * width, width);
                target.Clear();
                for (int k = 0; k < kernel.Length; k++) AddScaled(padded.AsSpan(k, width), kernel[k], target);
            }
        });
        RowBands.For(0, height, threads, (first, end) =>
        {
            for (int y = first; y < end; y++)
            {
                Span<float> target = map.AsSpan(y * width, width);
                target.Clear();
                for (int k = 0; k < kernel.Length; k++)
                    AddScaled(middle.AsSpan(Math.Clamp(y + k - radius, 0, height - 1) * width, width), kernel[k], target);
            }
        });
        ArrayPool<float>.Shared.Return(middle);
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
