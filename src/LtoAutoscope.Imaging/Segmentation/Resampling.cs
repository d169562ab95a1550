namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Changes the size of a row-major map: averages over the covered area when smaller, bilinear when larger; pixel centres at half integers.</summary>
internal static class Resampling
{
    internal static float[] Resize(float[] source, int width, int height, int newWidth, int newHeight)
    {
        if (newWidth == width && newHeight == height) return source;
        Taps across = Taps.For(width, newWidth), down = Taps.For(height, newHeight);
        float[] middle = new float[newWidth * height];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = source.AsSpan(y * width, width);
            for (int x = 0; x < newWidth; x++)
            {
                float sum = 0;
                for (int k = across.Start[x]; k < across.Start[x + 1]; k++) sum += across.Weight[k] * row[across.Index[k]];
                middle[y * newWidth + x] = sum;
            }
        }

        float[] result = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++)
        {
            Span<float> row = result.AsSpan(y * newWidth, newWidth);
            for (int k = down.Start[y]; k < down.Start[y + 1]; k++)
            {
                float weight = down.Weight[k];
                ReadOnlySpan<float> from = middle.AsSpan(down.Index[k] * newWidth, newWidth);
                for (int x = 0; x < row.Length; x++) row[x] += weight * from[x];
            }
        }

        return result;
    }

    /// <summary>Which source samples, with which weights, make each new one.</summary>
    private sealed record Taps(int[] Start, int[] Index, float[] Weight)
    {
        internal static Taps For(int from, int to)
        {
            int[] start = new int[to + 1];
            List<int> index = [];
            List<float> weight = [];
            double step = (double)from / to;
            for (int i = 0; i < to; i++)
            {
                start[i] = index.Count;
                if (step > 1) Area(i * step, Math.Min((i + 1) * step, from));
                else Linear((i + 0.5) * step - 0.5);
            }

            start[to] = index.Count;
            return new Taps(start, [.. index], [.. weight]);

            void Area(double low, double high)
            {
                for (int s = (int)low; s < high && s < from; s++)
                {
                    double covered = Math.Min(high, s + 1) - Math.Max(low, s);
                    if (covered <= 1e-9) continue;
                    index.Add(s);
                    weight.Add((float)(covered / (high - low)));
                }
            }

            void Linear(double position)
            {
                int left = (int)Math.Floor(position);
                float part = (float)(position - left);
                index.Add(Math.Clamp(left, 0, from - 1));
                weight.Add(1 - part);
                index.Add(Math.Clamp(left + 1, 0, from - 1));
                weight.Add(part);
            }
        }
    }
}
