using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// How sharp a frame is, octave by octave: the variance that each band of frequencies holds above the white noise, over the square of the mean grey,
/// with its standard error from the counting of electrons. Fine bands are the sharpest judges, coarse ones still see far out of focus and at low dose.
/// </summary>
/// <remarks>
/// Compares frames of one field at one magnification and exposure. The error is that which noise alone makes between two frames of the same field: a
/// frequency with the power s over the noise n varies by √(2·s·n + n²), and a band averages over its frequencies.
/// </remarks>
public sealed class SharpnessBands
{
    private const double WindowLoss = 1.3;
    private static readonly double[] Edges = [0.02, 0.04, 0.08, 0.16, 0.32];

    private SharpnessBands(double[] values, double[] errors) => (Values, Errors) = (values, errors);

    /// <summary>Number of bands.</summary>
    public static int Count => Edges.Length - 1;

    /// <summary>What each band holds, from the coarsest to the finest; about 0 where only noise is seen.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Standard error of each.</summary>
    public IReadOnlyList<double> Errors { get; }

    /// <summary>One figure: the sum of the bands, each by the square of its frequency, which is the mean square gradient without the noise, over the square of the mean grey.</summary>
    public double Score => Values.Select(static (value, band) => value * SquareFrequency(band)).Sum() * 4 * Math.PI * Math.PI;

    /// <summary>Standard error of <see cref="Score"/>.</summary>
    public double ScoreError => Math.Sqrt(Errors.Select(static (error, band) => Math.Pow(error * SquareFrequency(band), 2)).Sum()) * 4 * Math.PI * Math.PI;

    /// <summary>Mean square frequency of a band, (cycles a pixel)².</summary>
    public static double SquareFrequency(int band) => (Edges[band] * Edges[band] + Edges[band + 1] * Edges[band + 1]) / 2;

    /// <summary>Measures a frame; all bands are 0 for one that is black throughout or smaller than 16 pixels in an edge.</summary>
    public static SharpnessBands Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        double[] values = new double[Count], errors = new double[Count];
        if (PowerSpectrum.Of(image) is not { Mean: > 0 } spectrum) return new SharpnessBands(values, errors);
        double[] sums = new double[Count], variances = new double[Count];
        var numbers = new int[Count];
        int size = spectrum.Size;
        for (int v = 0; v < size; v++)
        {
            double fv = spectrum.Frequency(v);
            // u = 0 carries what differs from scan line to scan line.
            for (int u = 1; u < size; u++)
            {
                double fu = spectrum.Frequency(u), f = Math.Sqrt(fu * fu + fv * fv);
                int band = f < Edges[0] ? -1 : (int)Math.Log2(f / Edges[0]);
                if (band < 0 || band >= Count) continue;
                double signal = spectrum.Power[v * size + u] - spectrum.Noise;
                sums[band] += signal;
                variances[band] += 2 * Math.Max(signal, 0) * spectrum.Noise + spectrum.Noise * spectrum.Noise;
                numbers[band]++;
            }
        }

        double square = spectrum.Mean * spectrum.Mean, all = (double)size * size, pixels = (double)image.Width * image.Height;
        for (int band = 0; band < Count; band++)
        {
            if (numbers[band] == 0) continue;
            values[band] = sums[band] / all / square;
            errors[band] = WindowLoss * Math.Sqrt(numbers[band] / all * 2 * (variances[band] / numbers[band]) / pixels) / square;
        }

        return new SharpnessBands(values, errors);
    }
}
