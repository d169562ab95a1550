using System.Buffers;
using System.Numerics;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Fractal dimension of the grey relief inside a particle by its variogram: half the mean squared difference γ of two pixels at the distance h
/// grows as h^(2H), D = 3 − H. A rim is left out, the shading is taken away as a parabola, and the variance of the image noise is taken from γ.
/// </summary>
/// <remarks>
/// B. Dubuc et al., Phys. Rev. A 39, 1500 (1989); P. A. Burrough, Nature 294, 240 (1981). It speaks of the picture's relief, not of the height's: two samples compare only under equal conditions.
/// </remarks>
public static class SurfaceDimension
{
    /// <summary>Width of the rim that is left out, pixels: there the edge effect is seen, not the surface.</summary>
    public const int RimPx = 3;

    /// <summary>Square root of the number of pixels inside the rim below which there is no dimension.</summary>
    public const double LeastInnerPx = 12;

    /// <summary>A particle whose γ at one pixel is noise by more than this part gets none.</summary>
    public const double LargestNoiseShare = 0.5;

    private const double LongestLagFraction = 0.25;
    private static readonly int[] Lags = [1, 2, 3, 4, 6, 8];

    /// <summary>The uncorrected dimension of one particle, and the square root of its pixels inside the rim, which <see cref="DimensionCalibration"/> asks for.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="labels">Its instance mask.</param>
    /// <param name="region">The particle.</param>
    /// <param name="noiseVariance">Variance of the image noise, squared grey levels.</param>
    internal static (DimensionFit Fit, double InnerPx) Of(GreyImage image, LabelImage labels, LabelRegion region, double noiseVariance)
    {
        if (region.Count < LeastInnerPx * LeastInnerPx) return (DimensionFit.None, 0);
        int width = region.MaxX - region.MinX + 1, height = region.MaxY - region.MinY + 1;
        float[] inner = ArrayPool<float>.Shared.Rent(width * height);
        float[] relief = ArrayPool<float>.Shared.Rent(width * height);
        try
        {
            int count = Erode(labels, region, inner, width, height);
            double size = Math.Sqrt(count);
            if (size < LeastInnerPx) return (DimensionFit.None, size);
            for (int y = 0, i = 0; y < height; y++)
            {
                ReadOnlySpan<ushort> row = image.Pixels.AsSpan((region.MinY + y) * image.Width + region.MinX, width);
                for (int x = 0; x < width; x++, i++) relief[i] = row[x];
            }

            Parabola.Remove(relief, inner, width, height);
            return (Fit(relief, inner, width, height, size * LongestLagFraction, noiseVariance), size);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(inner);
            ArrayPool<float>.Shared.Return(relief);
        }
    }

    private static DimensionFit Fit(ReadOnlySpan<float> relief, ReadOnlySpan<float> inner, int width, int height, double longest, double noiseVariance)
    {
        Span<double> x = stackalloc double[Lags.Length], y = stackalloc double[Lags.Length];
        int used = 0;
        foreach (int lag in Lags)
        {
            if (lag > longest) break;
            double gamma = Semivariance(relief, inner, width, height, lag);
            if (lag == 1 && noiseVariance > LargestNoiseShare * gamma) return DimensionFit.None;
            gamma -= noiseVariance;
            if (!(gamma > 0)) return DimensionFit.None;
            x[used] = Math.Log(lag);
            y[used++] = Math.Log(gamma);
        }

        return used < 3 ? DimensionFit.None : DimensionFit.OfLine(x[..used], y[..used], 3, -0.5);
    }

    /// <summary>Half the mean squared difference of pixels at a distance along rows and columns.</summary>
    private static double Semivariance(ReadOnlySpan<float> relief, ReadOnlySpan<float> inner, int width, int height, int lag)
    {
        double sum = 0, pairs = 0;
        for (int y = 0; y < height; y++)
        {
            int row = y * width;
            if (lag < width) Add(relief.Slice(row, width - lag), relief.Slice(row + lag, width - lag), inner.Slice(row, width - lag), inner.Slice(row + lag, width - lag), ref sum, ref pairs);
            int below = row + lag * width;
            if (y + lag < height) Add(relief.Slice(row, width), relief.Slice(below, width), inner.Slice(row, width), inner.Slice(below, width), ref sum, ref pairs);
        }

        return sum / (2 * pairs);
    }

    private static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> insideA, ReadOnlySpan<float> insideB, ref double sum, ref double pairs)
    {
        Vector<float> squares = Vector<float>.Zero, count = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> both = new Vector<float>(insideA[i..]) * new Vector<float>(insideB[i..]), difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            squares += both * difference * difference;
            count += both;
        }

        float squaresLeft = Vector.Sum(squares), countLeft = Vector.Sum(count);
        for (; i < a.Length; i++)
        {
            float both = insideA[i] * insideB[i], difference = a[i] - b[i];
            squaresLeft += both * difference * difference;
            countLeft += both;
        }

        sum += squaresLeft;
        pairs += countLeft;
    }

    /// <summary>1 for each pixel of the label whose square of ±<see cref="RimPx"/> lies wholly in it; returns how many.</summary>
    private static int Erode(LabelImage labels, LabelRegion region, float[] inner, int width, int height)
    {
        Span<int> column = new int[width];
        int count = 0;
        Array.Clear(inner, 0, width * height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = labels.Labels.AsSpan((region.MinY + y) * labels.Width + region.MinX, width);
            int run = 0;
            for (int x = 0; x < width; x++)
            {
                run = row[x] == region.Label ? run + 1 : 0;

                // The column counts rows in a line whose pixels x − 2·Rim … x all belong to the label.
                column[x] = run > 2 * RimPx ? column[x] + 1 : 0;
                if (column[x] <= 2 * RimPx) continue;
                inner[(y - RimPx) * width + x - RimPx] = 1;
                count++;
            }
        }

        return count;
    }
}
