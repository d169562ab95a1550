using System.Numerics;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>
/// A complex plane and its discrete Fourier transform, radix 2, in single precision; both sides are powers of two. Whole rows are combined at once, in
/// strips that stay in the cache, so the butterflies run in vector registers. (MathNet.Numerics has no transform in two dimensions without its native provider.)
/// </summary>
/// <remarks>J. W. Cooley and J. W. Tukey, Mathematics of Computation 19, 297 (1965). Forward: e^(−2πi…), unscaled; the inverse divides by the number of values.</remarks>
internal sealed class FourierPlane
{
    private const int Strip = 64;

    internal FourierPlane(int width, int height)
    {
        if (!BitOperations.IsPow2(width) || !BitOperations.IsPow2(height)) throw new ArgumentException($"{width} × {height} are not powers of two.", nameof(width));
        (Width, Height) = (width, height);
        Real = new float[width * height];
        Imaginary = new float[width * height];
    }

    internal int Width { get; private set; }

    internal int Height { get; private set; }

    internal float[] Real { get; private set; }

    internal float[] Imaginary { get; private set; }

    /// <summary>Transforms in place and leaves the spectrum transposed: row and column change places until <see cref="Inverse"/>.</summary>
    internal void Forward()
    {
        Columns(-1);
        Transpose();
        Columns(-1);
    }

    /// <summary>Transforms a transposed spectrum back and leaves the plane upright again.</summary>
    internal void Inverse()
    {
        Columns(1);
        Transpose();
        Columns(1);
        float scale = 1f / (Width * Height);
        foreach (ref float value in Real.AsSpan()) value *= scale;
        foreach (ref float value in Imaginary.AsSpan()) value *= scale;
    }

    /// <summary>The smallest power of two that is not smaller.</summary>
    internal static int Pad(int length) => (int)BitOperations.RoundUpToPowerOf2((uint)length);

    private void Columns(int sign)
    {
        (float Cos, float Sin)[] turns = Turns(Height, sign);
        for (int left = 0; left < Width; left += Strip) ColumnsOf(left, Math.Min(Strip, Width - left), turns);
    }

    private void ColumnsOf(int left, int count, (float Cos, float Sin)[] turns)
    {
        int height = Height, width = Width;
        for (int i = 1, j = 0; i < height; i++)
        {
            int bit = height >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j)
            {
                Exchange(Real.AsSpan(i * width + left, count), Real.AsSpan(j * width + left, count));
                Exchange(Imaginary.AsSpan(i * width + left, count), Imaginary.AsSpan(j * width + left, count));
            }
        }

        for (int length = 2; length <= height; length <<= 1)
        {
            int half = length >> 1, stride = height / length;
            for (int start = 0; start < height; start += length)
            {
                for (int k = 0; k < half; k++)
                {
                    (float cos, float sin) = turns[k * stride];
                    int upper = (start + k) * width + left, lower = upper + half * width;
                    Butterfly(Real.AsSpan(upper, count), Imaginary.AsSpan(upper, count), Real.AsSpan(lower, count), Imaginary.AsSpan(lower, count), cos, sin);
                }
            }
        }
    }

    private static void Butterfly(Span<float> ar, Span<float> ai, Span<float> br, Span<float> bi, float cos, float sin)
    {
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= ar.Length - lanes; i += lanes)
        {
            var xr = new Vector<float>(br[i..]);
            var xi = new Vector<float>(bi[i..]);
            Vector<float> tr = xr * cos - xi * sin, ti = xr * sin + xi * cos;
            var ur = new Vector<float>(ar[i..]);
            var ui = new Vector<float>(ai[i..]);
            (ur + tr).CopyTo(ar[i..]);
            (ui + ti).CopyTo(ai[i..]);
            (ur - tr).CopyTo(br[i..]);
            (ui - ti).CopyTo(bi[i..]);
        }

        for (; i < ar.Length; i++)
        {
            float tr = br[i] * cos - bi[i] * sin, ti = br[i] * sin + bi[i] * cos;
            (br[i], bi[i]) = (ar[i] - tr, ai[i] - ti);
            ar[i] += tr;
            ai[i] += ti;
        }
    }

    private static void Exchange(Span<float> a, Span<float> b)
    {
        for (int i = 0; i < a.Length; i++) (a[i], b[i]) = (b[i], a[i]);
    }

    private static (float Cos, float Sin)[] Turns(int length, int sign)
    {
        var turns = new (float, float)[Math.Max(1, length / 2)];
        for (int k = 0; k < turns.Length; k++)
        {
            (double sin, double cos) = Math.SinCos(sign * 2 * Math.PI * k / length);
            turns[k] = ((float)cos, (float)sin);
        }

        return turns;
    }

    private void Transpose()
    {
        Real = Transposed(Real);
        Imaginary = Transposed(Imaginary);
        (Width, Height) = (Height, Width);
    }

    private float[] Transposed(float[] from)
    {
        const int block = 16;
        int width = Width, height = Height;
        var to = new float[from.Length];
        for (int y0 = 0; y0 < height; y0 += block)
        {
            for (int x0 = 0; x0 < width; x0 += block)
            {
                int y1 = Math.Min(y0 + block, height), x1 = Math.Min(x0 + block, width);
                for (int y = y0; y < y1; y++)
                    for (int x = x0; x < x1; x++) to[x * height + y] = from[y * width + x];
            }
        }

        return to;
    }
}
