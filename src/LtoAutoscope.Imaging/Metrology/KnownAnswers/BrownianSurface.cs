using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>
/// A fractional Brownian surface with exact increments: half the mean squared difference of two points at the distance h is h^(2H) / 2, at every h; its dimension is 3 − H.
/// </summary>
/// <remarks>M. L. Stein, J. Comput. Graph. Stat. 11, 587 (2002): intrinsic embedding in a torus. Spectral synthesis, which is simpler, has not these increments at short distances.</remarks>
public static class BrownianSurface
{
    /// <summary>Heights on a square grid, row-major; unit distance is the grid's edge.</summary>
    /// <param name="size">Points along an edge.</param>
    /// <param name="hurst">H, 0.05…0.95.</param>
    /// <param name="random">The chance.</param>
    public static double[] Make(int size, double hurst, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double alpha = 2 * hurst;
        bool rough = alpha <= 1.5;
        double reach = rough ? 1 : 2, beta = rough ? 0 : alpha * (2 - alpha) / (3 * reach * (reach * reach - 1));
        double c2 = rough ? alpha / 2 : (alpha - beta * (reach - 1) * (reach - 1) * (reach + 2)) / 2;
        double c0 = rough ? 1 - alpha / 2 : beta * Math.Pow(reach - 1, 3) + 1 - c2;
        int period = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(2 * reach * Math.Sqrt(2) * (size - 1)));
        double step = 2 * reach / period;
        var field = new Complex[period * period];
        for (int y = 0; y < period; y++)
        {
            for (int x = 0; x < period; x++)
            {
                double dx = Math.Min(x, period - x) * step, dy = Math.Min(y, period - y) * step, r = Math.Sqrt(dx * dx + dy * dy);
                field[y * period + x] = r <= 1 ? c0 - Math.Pow(r, alpha) + c2 * r * r : r <= reach ? beta * Math.Pow(reach - r, 3) / r : 0;
            }
        }

        Transform(field, period);
        for (int i = 0; i < field.Length; i++)
            field[i] = Math.Sqrt(Math.Max(field[i].Real, 0)) / period * new Complex(RenderedShape.Normal(random), RenderedShape.Normal(random));
        Transform(field, period);
        double slopeX = RenderedShape.Normal(random) * Math.Sqrt(2 * c2), slopeY = RenderedShape.Normal(random) * Math.Sqrt(2 * c2);
        var heights = new double[size * size];
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                heights[y * size + x] = field[y * period + x].Real - field[0].Real + x * step * slopeX + y * step * slopeY;
        return heights;
    }

    /// <summary>Two-dimensional Fourier transform without scaling, in place.</summary>
    private static void Transform(Complex[] field, int period)
    {
        var line = new Complex[period];
        for (int y = 0; y < period; y++)
        {
            Array.Copy(field, y * period, line, 0, period);
            Fourier.Forward(line, FourierOptions.NoScaling);
            Array.Copy(line, 0, field, y * period, period);
        }

        for (int x = 0; x < period; x++)
        {
            for (int y = 0; y < period; y++) line[y] = field[y * period + x];
            Fourier.Forward(line, FourierOptions.NoScaling);
            for (int y = 0; y < period; y++) field[y * period + x] = line[y];
        }
    }
}
