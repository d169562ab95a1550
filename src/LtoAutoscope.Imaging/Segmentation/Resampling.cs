namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Changes the size of row-major maps, row by row: averages over the covered area when smaller, bilinear when larger; pixel centres at half
/// integers. A row of the result depends on a few rows of the source only, so that a large map can be made in strips.
/// </summary>
/// <remarks>Thread safety: one object may serve several threads. A row is the same in whatever strip it is made.</remarks>
internal sealed class Resampling
{
    private readonly Taps across, down;

    internal Resampling(int width, int height, int newWidth, int newHeight)
    {
        Width = width;
        NewWidth = newWidth;
        NewHeight = newHeight;
        IsIdentity = width == newWidth && height == newHeight;
        across = Taps.For(width, newWidth);
        down = Taps.For(height, newHeight);
    }

    internal int Width { get; }

    internal int NewWidth { get; }

    internal int NewHeight { get; }

    /// <summary>Whether both sizes are the same, so that rows are copied.</summary>
    internal bool IsIdentity { get; }

    /// <summary>A whole map at once; the source itself when the size stays.</summary>
    internal static float[] Resize(float[] source, int width, int height, int newWidth, int newHeight)
    {
        if (newWidth == width && newHeight == height) return source;
        var resampling = new Resampling(width, height, newWidth, newHeight);
        float[] result = GC.AllocateUninitializedArray<float>(newWidth * newHeight), line = new float[width];
        for (int y = 0; y < newHeight; y++) resampling.Row(source, width, 0, y, line, result.AsSpan(y * newWidth, newWidth));
        return result;
    }

    /// <summary>Rows of the source that one row of the result needs.</summary>
    internal int SourceRows => down.Count;

    /// <summary>First row of the source that a row of the result needs.</summary>
    internal int FirstSource(int row) => down.First[row];

    /// <summary>Row of the source behind the last one that a row of the result needs.</summary>
    internal int EndSource(int row) => down.First[row] + down.Count;

    /// <summary>Makes one row of the result.</summary>
    /// <param name="source">Rows of the source, the first of which is <paramref name="firstRow"/>.</param>
    /// <param name="stride">Values from one row of the source to the next.</param>
    /// <param name="firstRow">Number of the first row that is there.</param>
    /// <param name="row">Number of the row to make.</param>
    /// <param name="line">Scratch of at least <see cref="Width"/> values.</param>
    /// <param name="target">Takes <see cref="NewWidth"/> values.</param>
    internal void Row(ReadOnlySpan<float> source, int stride, int firstRow, int row, Span<float> line, Span<float> target)
    {
        int first = (down.First[row] - firstRow) * stride;
        if (IsIdentity)
        {
            source.Slice(first, Width).CopyTo(target);
            return;
        }

        line = line[..Width];
        System.Numerics.Tensors.TensorPrimitives.Multiply(source.Slice(first, Width), down.Weight[row * down.Count], line);
        for (int k = 1; k < down.Count; k++)
        {
            float weight = down.Weight[row * down.Count + k];
            if (weight != 0) System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source.Slice(first + k * stride, Width), weight, line, line);
        }

        across.Apply(line, target);
    }

    /// <summary>Which neighbouring source samples, with which weights, make each new one: always as many, some with the weight 0.</summary>
    private sealed record Taps(int[] First, float[] Weight, int Count)
    {
        internal static Taps For(int from, int to)
        {
            double step = (double)from / to;
            int count = from == to ? 1 : Math.Min(from, step > 1 ? (int)Math.Ceiling(step) + 1 : 2);
            var taps = new Taps(new int[to], new float[to * count], count);
            for (int i = 0; i < to; i++)
            {
                if (step > 1) taps.Area(i, i * step, Math.Min((i + 1) * step, from), from);
                else taps.Linear(i, Math.Clamp((i + 0.5) * step - 0.5, 0, from - 1), from);
            }

            return taps;
        }

        internal void Apply(ReadOnlySpan<float> line, Span<float> target)
        {
            ReadOnlySpan<int> first = First.AsSpan(0, target.Length);
            ReadOnlySpan<float> weight = Weight;
            if (Count == 2)
            {
                for (int x = 0; x < target.Length; x++)
                {
                    int at = first[x];
                    target[x] = weight[2 * x] * line[at] + weight[2 * x + 1] * line[at + 1];
                }

                return;
            }

            for (int x = 0, w = 0; x < target.Length; x++)
            {
                float sum = 0;
                foreach (float sample in line.Slice(first[x], Count)) sum += weight[w++] * sample;
                target[x] = sum;
            }
        }

        private void Area(int i, double low, double high, int from)
        {
            First[i] = Math.Min((int)low, from - Count);
            for (int k = 0; k < Count; k++)
            {
                int sample = First[i] + k;
                double covered = Math.Min(high, sample + 1) - Math.Max(low, sample);
                if (covered > 1e-9) Weight[i * Count + k] = (float)(covered / (high - low));
            }
        }

        private void Linear(int i, double position, int from)
        {
            First[i] = Math.Min((int)position, from - Count);
            float part = (float)(position - First[i]);
            Weight[i * Count] = 1 - part;
            if (Count > 1) Weight[i * Count + 1] = part;
        }
    }
}
