namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Fourier transform of square tiles whose edge is a power of two: radix 2, decimation in time (J. W. Cooley and J. W. Tukey, Math. Comp. 19 (1965) 297).</summary>
internal sealed class FastFourier
{
    private readonly int _size;
    private readonly int[] _order;
    private readonly float[] _cos;
    private readonly float[] _sin;

    internal FastFourier(int size)
    {
        int bits = System.Numerics.BitOperations.Log2((uint)size);
        _size = size;
        _order = [.. Enumerable.Range(0, size).Select(i => Reversed(i, bits))];
        _cos = [.. Enumerable.Range(0, size / 2).Select(i => (float)Math.Cos(2 * Math.PI * i / size))];
        _sin = [.. Enumerable.Range(0, size / 2).Select(i => (float)-Math.Sin(2 * Math.PI * i / size))];
    }

    /// <summary>Transforms a tile in place.</summary>
    internal void Forward2D(float[] real, float[] imaginary)
    {
        float[] re = new float[_size], im = new float[_size];
        for (int y = 0; y < _size; y++)
        {
            Span<float> rowRe = real.AsSpan(y * _size, _size), rowIm = imaginary.AsSpan(y * _size, _size);
            for (int x = 0; x < _size; x++) (re[x], im[x]) = (rowRe[_order[x]], rowIm[_order[x]]);
            Butterflies(re, im);
            re.CopyTo(rowRe);
            im.CopyTo(rowIm);
        }

        for (int x = 0; x < _size; x++)
        {
            for (int y = 0; y < _size; y++) (re[y], im[y]) = (real[_order[y] * _size + x], imaginary[_order[y] * _size + x]);
            Butterflies(re, im);
            for (int y = 0; y < _size; y++) (real[y * _size + x], imaginary[y * _size + x]) = (re[y], im[y]);
        }
    }

    private void Butterflies(float[] re, float[] im)
    {
        for (int half = 1; half < _size; half *= 2)
        {
            int stride = _size / (2 * half);
            for (int start = 0; start < _size; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    int a = start + k, b = a + half;
                    float c = _cos[k * stride], s = _sin[k * stride];
                    float tr = re[b] * c - im[b] * s, ti = re[b] * s + im[b] * c;
                    (re[b], im[b]) = (re[a] - tr, im[a] - ti);
                    (re[a], im[a]) = (re[a] + tr, im[a] + ti);
                }
            }
        }
    }

    private static int Reversed(int value, int bits)
    {
        int result = 0;
        for (int i = 0; i < bits; i++) result = result << 1 | value >> i & 1;
        return result;
    }
}
