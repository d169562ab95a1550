using System.Numerics;
using LtoAutoscope.Acquisition.Drift;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>
/// The autocovariance of a frame's grey at some displacements. Noise differs from pixel to pixel, so it adds to no displacement but zero: sharpness,
/// astigmatism and contrast are read from the others and need no noise taken off.
/// </summary>
/// <remarks>F4 of D. Vollath, J. Microscopy 147, 279 (1987); noise by extrapolation to zero: J. T. L. Thong et al., Scanning 23, 328 (2001).</remarks>
internal sealed class Autocorrelation
{
    private readonly double[] _x = new double[5];
    private readonly double[] _y = new double[5];
    private readonly double[] _falling = new double[3];
    private readonly double[] _rising = new double[3];

    internal static Autocorrelation Of(GreyPlane plane, double mean)
    {
        int width = plane.Width, height = plane.Height;
        var grey = new float[plane.Values.Length];
        var offset = new Vector<float>((float)mean);
        int i = 0;
        for (; i <= grey.Length - Vector<float>.Count; i += Vector<float>.Count) (new Vector<float>(plane.Values, i) - offset).CopyTo(grey, i);
        for (; i < grey.Length; i++) grey[i] = plane.Values[i] - (float)mean;
        var of = new Autocorrelation { Total = Covariance(grey, width, height, 0, 0) };
        for (int k = 1; k <= 4; k++)
        {
            of._x[k] = Covariance(grey, width, height, k, 0);
            of._y[k] = Covariance(grey, width, height, 0, k);
        }

        for (int k = 1; k <= 2; k++)
        {
            of._falling[k] = Covariance(grey, width, height, k, k);
            of._rising[k] = Covariance(grey, width, height, -k, k);
        }

        return of;
    }

    /// <summary>Variance, noise included.</summary>
    internal double Total { get; private init; }

    /// <summary>Variance of what is there, noise left out: the curve carried on to zero.</summary>
    internal double Structure => Math.Max(0, (4 * (_x[1] + _y[1]) - (_x[2] + _y[2])) / 6);

    /// <summary>Variance of the noise.</summary>
    internal double Noise => Math.Max(0, Total - Structure);

    /// <summary>What is lost within 1 to 2 pixels along x, y and both diagonals: the energy of the finest detail by direction.</summary>
    internal double FineX => _x[1] - _x[2];

    internal double FineY => _y[1] - _y[2];

    internal double FineFalling => _falling[1] - _falling[2];

    internal double FineRising => _rising[1] - _rising[2];

    internal double BroadX => _x[2] - _x[4];

    internal double BroadY => _y[2] - _y[4];

    internal double X(int lag) => _x[lag];

    internal double Y(int lag) => _y[lag];

    private static double Covariance(float[] grey, int width, int height, int dx, int dy)
    {
        int from = Math.Max(0, -dx), count = width - Math.Abs(dx);
        double sum = 0;
        for (int y = 0; y < height - dy; y++)
            sum += Dot(grey.AsSpan(y * width + from, count), grey.AsSpan((y + dy) * width + from + dx, count));
        return sum / ((double)count * (height - dy));
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> one = Vector<float>.Zero, two = Vector<float>.Zero;
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= a.Length - 2 * lanes; i += 2 * lanes)
        {
            one += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
            two += new Vector<float>(a[(i + lanes)..]) * new Vector<float>(b[(i + lanes)..]);
        }

        float sum = Vector.Sum(one + two);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
