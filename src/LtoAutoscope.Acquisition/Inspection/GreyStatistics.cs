using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>What one pass over a frame's pixels and its binned copies tell.</summary>
internal sealed class GreyStatistics
{
    private const int Coarse = 8;

    internal double Mean { get; private init; }

    internal double SaturatedFraction { get; private init; }

    internal int MissingRows { get; private init; }

    internal double LineJumps { get; private init; }

    internal string Hash { get; private init; } = "";

    internal GreyPlane Half { get; private init; } = null!;

    internal Autocorrelation Near { get; private init; } = null!;

    /// <summary>Variance at scales below 32 pixels, noise left out.</summary>
    internal double BandVariance { get; private init; }

    /// <summary>Variance at scales between 8 and 32 pixels.</summary>
    internal double MiddleVariance { get; private init; }

    internal double Skewness { get; private init; }

    internal static GreyStatistics Of(GreyImage image)
    {
        int width = image.Width, height = image.Height, white = 0, missing = 0;
        var rows = new double[height];
        var columns = new float[width];
        double sum = 0;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<ushort> row = image.Pixels.AsSpan(y * width, width);
            long total = 0;
            for (int x = 0; x < row.Length; x++)
            {
                total += row[x];
                columns[x] += row[x];
            }

            foreach (ushort pixel in row) white += pixel == image.MaximumValue ? 1 : 0;
            if (!row.ContainsAnyExcept(row[0]) || y > 0 && row.SequenceEqual(image.Pixels.AsSpan((y - 1) * width, width))) missing++;
            rows[y] = (double)total / width;
            sum += total;
        }

        GreyPlane plane = GreyPlane.Of(image), half = plane.Binned(2), coarse = half.Binned(Coarse / 2);
        double mean = sum / image.Pixels.Length;
        var near = Autocorrelation.Of(plane, mean);
        Autocorrelation far = Autocorrelation.Of(coarse, mean);
        double at8 = (far.X(1) + far.Y(1)) / 2, at32 = (far.X(4) + far.Y(4)) / 2;
        double[] means = [.. columns.Select(column => (double)column / height)];
        double across = Jumps(means) * height;
        return new GreyStatistics
        {
            Mean = mean,
            SaturatedFraction = (double)white / image.Pixels.Length,
            MissingRows = missing,
            LineJumps = across > 0 ? Jumps(rows) * width / across : 0,
            Hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(image.Pixels.AsSpan())).ToString("x16", CultureInfo.InvariantCulture),
            Half = half,
            Near = near,
            BandVariance = near.Structure - at32,
            MiddleVariance = at8 - at32,
            Skewness = SkewnessOf(coarse, mean),
        };
    }

    /// <summary>Mean square of what a value differs from the mean of its neighbours.</summary>
    private static double Jumps(double[] values)
    {
        double sum = 0;
        for (int i = 1; i < values.Length - 1; i++)
        {
            double jump = values[i] - (values[i - 1] + values[i + 1]) / 2;
            sum += jump * jump;
        }

        return values.Length > 2 ? sum / (values.Length - 2) : 0;
    }

    private static double SkewnessOf(GreyPlane plane, double mean)
    {
        double square = 0, cube = 0;
        foreach (float value in plane.Values)
        {
            double d = value - mean;
            square += d * d;
            cube += d * d * d;
        }

        int n = plane.Values.Length;
        return n > 0 && square > 0 ? cube / n / Math.Pow(square / n, 1.5) : 0;
    }
}
