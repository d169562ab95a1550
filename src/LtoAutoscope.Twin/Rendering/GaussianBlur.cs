namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Gaussian convolution in place, borders repeated. Small widths by the sampled kernel, large ones by three running means of the same
/// total variance (Wells, IEEE PAMI 8 (1986) 234), oblique ones by a pass along a slanted line
/// (Geusebroek, Smeulders and van de Weijer, IEEE TIP 12 (2003) 938).
/// </summary>
internal static class GaussianBlur
{
    private const float SmallestSigma = 0.15f;
    private const float LargestSampledSigma = 2.2f;

    /// <summary>Along the axes; standard deviations in pixels.</summary>
    internal static void Apply(float[] image, int width, int height, float sigmaX, float sigmaY)
    {
        if (sigmaX > SmallestSigma)
        {
            if (sigmaX <= LargestSampledSigma) Rows(image, width, height, Kernel(sigmaX));
            else BoxRows(image, width, height, sigmaX);
        }

        if (sigmaY > SmallestSigma)
        {
            if (sigmaY <= LargestSampledSigma) Columns(image, width, height, Kernel(sigmaY));
            else BoxColumns(image, width, height, sigmaY);
        }
    }

    /// <summary>With any covariance, pixels².</summary>
    internal static void Apply(float[] image, int width, int height, double xx, double xy, double yy)
    {
        if (Math.Abs(xy) < 0.05 * Math.Max(0.05, Math.Min(xx, yy)))
        {
            Apply(image, width, height, (float)Math.Sqrt(xx), (float)Math.Sqrt(yy));
            return;
        }

        // The line runs along the axis of the larger variance, so its slant stays below 45°.
        bool alongY = yy >= xx;
        double line = alongY ? yy : xx, slant = xy / line, rest = Math.Max(0, (alongY ? xx : yy) - slant * xy);
        if (alongY)
        {
            Apply(image, width, height, (float)Math.Sqrt(rest), 0f);
            Slanted(image, width, height, slant, (float)Math.Sqrt(line));
        }
        else
        {
            Apply(image, width, height, 0f, (float)Math.Sqrt(rest));
            float[] turned = Transposed(image, width, height);
            Slanted(turned, height, width, slant, (float)Math.Sqrt(line));
            Transposed(turned, height, width).CopyTo(image, 0);
        }
    }

    private static float[] Kernel(float sigma)
    {
        int half = Math.Max(1, (int)MathF.Ceiling(3 * sigma));
        var kernel = new float[2 * half + 1];
        float sum = 0;
        for (int i = 0; i < kernel.Length; i++) sum += kernel[i] = MathF.Exp(-(i - half) * (i - half) / (2 * sigma * sigma));
        for (int i = 0; i < kernel.Length; i++) kernel[i] /= sum;
        return kernel;
    }

    private static void Rows(float[] image, int width, int height, float[] kernel)
    {
        int half = kernel.Length / 2;
        var padded = new float[width + 2 * half];
        for (int y = 0; y < height; y++)
        {
            Span<float> row = image.AsSpan(y * width, width);
            row.CopyTo(padded.AsSpan(half));
            padded.AsSpan(0, half).Fill(row[0]);
            padded.AsSpan(half + width).Fill(row[^1]);
            row.Clear();
            for (int k = 0; k < kernel.Length; k++) AddScaled(padded.AsSpan(k, width), kernel[k], row);
        }
    }

    private static void Columns(float[] image, int width, int height, float[] kernel)
    {
        int half = kernel.Length / 2;
        var ring = new float[kernel.Length][];
        for (int k = 0; k < ring.Length; k++) ring[k] = new float[width];
        for (int y = -half; y < half; y++) image.AsSpan(Math.Clamp(y, 0, height - 1) * width, width).CopyTo(ring[(y + half) % ring.Length]);
        for (int y = 0; y < height; y++)
        {
            image.AsSpan(Math.Min(y + half, height - 1) * width, width).CopyTo(ring[(y + 2 * half) % ring.Length]);
            Span<float> row = image.AsSpan(y * width, width);
            row.Clear();
            for (int k = 0; k < kernel.Length; k++) AddScaled(ring[(y + k) % ring.Length], kernel[k], row);
        }
    }

    private static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        int lanes = System.Numerics.Vector<float>.Count, i = 0;
        for (; i <= target.Length - lanes; i += lanes)
        {
            Span<float> part = target.Slice(i, lanes);
            (new System.Numerics.Vector<float>(part) + factor * new System.Numerics.Vector<float>(source.Slice(i, lanes))).CopyTo(part);
        }

        for (; i < target.Length; i++) target[i] += factor * source[i];
    }

    private static (int Half, float Inner, float Edge) Box(float sigma)
    {
        // An extended box of half width h + α has the variance that a third of σ² asks for (Gwosdek et al., SSVM 2011).
        double variance = sigma * sigma / 3.0;
        int half = (int)Math.Floor((Math.Sqrt(12 * variance + 1) - 1) / 2);
        double plain = half * (half + 1) / 3.0, l = 2 * half + 1;
        double alpha = l * (variance - plain) / (2 * ((half + 1) * (half + 1) - variance));
        double total = l + 2 * alpha;
        return (half, (float)(1 / total), (float)(alpha / total));
    }

    private static void BoxRows(float[] image, int width, int height, float sigma)
    {
        (int half, float inner, float edge) = Box(sigma);
        var line = new float[width];
        for (int y = 0; y < height; y++)
        {
            Span<float> row = image.AsSpan(y * width, width);
            for (int pass = 0; pass < 3; pass++)
            {
                row.CopyTo(line);
                double sum = 0;
                for (int k = -half; k <= half; k++) sum += line[Math.Clamp(k, 0, width - 1)];
                for (int x = 0; x < width; x++)
                {
                    float before = line[Math.Max(x - half - 1, 0)], after = line[Math.Min(x + half + 1, width - 1)];
                    row[x] = (float)sum * inner + edge * (before + after);
                    sum += after - line[Math.Max(x - half, 0)];
                }
            }
        }
    }

    private static void BoxColumns(float[] image, int width, int height, float sigma)
    {
        (int half, float inner, float edge) = Box(sigma);
        var source = new float[image.Length];
        var sum = new float[width];
        for (int pass = 0; pass < 3; pass++)
        {
            image.CopyTo(source, 0);
            Array.Clear(sum);
            for (int k = -half; k <= half; k++) AddScaled(source.AsSpan(Math.Clamp(k, 0, height - 1) * width, width), 1, sum);
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<float> before = source.AsSpan(Math.Max(y - half - 1, 0) * width, width), after = source.AsSpan(Math.Min(y + half + 1, height - 1) * width, width);
                ReadOnlySpan<float> leaving = source.AsSpan(Math.Max(y - half, 0) * width, width);
                Span<float> row = image.AsSpan(y * width, width);
                for (int x = 0; x < width; x++)
                {
                    row[x] = sum[x] * inner + edge * (before[x] + after[x]);
                    sum[x] += after[x] - leaving[x];
                }
            }
        }
    }

    /// <summary>Along the line that moves by <paramref name="slant"/> columns a row.</summary>
    private static void Slanted(float[] image, int width, int height, double slant, float sigma)
    {
        float[] kernel = Kernel(Math.Max(sigma, SmallestSigma));
        int half = kernel.Length / 2, pad = (int)Math.Ceiling(Math.Abs(slant) * half) + 1, stride = width + 2 * pad;
        var source = new float[stride * height];
        for (int y = 0; y < height; y++)
        {
            Span<float> row = source.AsSpan(y * stride, stride);
            ReadOnlySpan<float> from = image.AsSpan(y * width, width);
            from.CopyTo(row[pad..]);
            row[..pad].Fill(from[0]);
            row[(pad + width)..].Fill(from[^1]);
        }

        Array.Clear(image);
        for (int y = 0; y < height; y++)
        {
            Span<float> target = image.AsSpan(y * width, width);
            for (int k = 0; k < kernel.Length; k++)
            {
                double offset = slant * (k - half), whole = Math.Floor(offset);
                float fraction = (float)(offset - whole);
                int start = Math.Clamp(y + k - half, 0, height - 1) * stride + pad + (int)whole;
                AddScaled(source.AsSpan(start, width), kernel[k] * (1 - fraction), target);
                if (fraction > 0) AddScaled(source.AsSpan(start + 1, width), kernel[k] * fraction, target);
            }
        }
    }

    private static float[] Transposed(float[] image, int width, int height)
    {
        var turned = new float[image.Length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) turned[x * height + y] = image[y * width + x];
        return turned;
    }
}
