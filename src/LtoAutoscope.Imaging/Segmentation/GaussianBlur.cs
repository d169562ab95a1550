namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Separable Gaussian blur of a row-major map; beyond the edge the edge pixel goes on.</summary>
internal static class GaussianBlur
{
    internal static float[] Apply(float[] source, int width, int height, double sigma)
    {
        if (sigma < 0.2) return (float[])source.Clone();
        float[] kernel = Kernel(sigma);
        int radius = kernel.Length / 2;
        float[] middle = new float[source.Length], padded = new float[width + 2 * radius];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = source.AsSpan(y * width, width);
            padded.AsSpan(0, radius).Fill(row[0]);
            row.CopyTo(padded.AsSpan(radius));
            padded.AsSpan(radius + width).Fill(row[^1]);
            Span<float> target = middle.AsSpan(y * width, width);
            for (int k = 0; k < kernel.Length; k++) AddScaled(padded.AsSpan(k, width), kernel[k], target);
        }

        float[] result = new float[source.Length];
        for (int y = 0; y < height; y++)
        {
            Span<float> target = result.AsSpan(y * width, width);
            for (int k = 0; k < kernel.Length; k++)
                AddScaled(middle.AsSpan(Math.Clamp(y + k - radius, 0, height - 1) * width, width), kernel[k], target);
        }

        return result;
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
