using LtoAutoscope.Domain.Frames;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// How much more a frame is blurred along one direction than along the other, from its power spectrum. Blur with the covariance Σ multiplies the
/// power at the frequency f by exp(−4π² fᵀΣf), so it tells itself from things that are longer in one direction, whose share does not grow with f².
/// </summary>
/// <remarks>
/// An astigmatic beam blurs along one direction above focus and along the other below it; right at best focus its blur is round, and one frame cannot
/// show it. A frame that moved while it was scanned is blurred along one direction as well.
/// Compare K. H. Ong, J. C. H. Phang, J. T. L. Thong, Scanning 19 (1997) 553.
/// </remarks>
/// <param name="AlongRowsPx2">Blur variance along rows minus that along columns, pixels².</param>
/// <param name="AlongDiagonalPx2">Blur variance along the falling diagonal (image y downwards) minus that along the rising one, pixels².</param>
/// <param name="StandardErrorPx2">Standard error of either, pixels²; infinite where the frame has too little signal.</param>
public readonly record struct AstigmatismMeasure(double AlongRowsPx2, double AlongDiagonalPx2, double StandardErrorPx2)
{
    private const int Sectors = 12;
    private const double LowestFrequency = 0.03;
    private const double HighestFrequency = 0.35;
    private const double LeastSignal = 1.0;
    private const double LeastSectorSignal = 0.5;
    private const int LeastRings = 4;
    private const double NeighbourFactor = 1.7;

    /// <summary>The measure of a frame that tells nothing.</summary>
    public static AstigmatismMeasure Unknown { get; } = new(0, 0, double.PositiveInfinity);

    /// <summary>Variance along the most blurred direction minus that along the least blurred one, pixels², ≥ 0.</summary>
    public double DifferencePx2 => Math.Sqrt(AlongRowsPx2 * AlongRowsPx2 + AlongDiagonalPx2 * AlongDiagonalPx2);

    /// <summary>Its root: the standard deviation of the blur that one direction has more than the other, pixels.</summary>
    public double DifferencePx => Math.Sqrt(DifferencePx2);

    /// <summary>The most blurred direction, degrees from rows towards columns (image y downwards), −90…90.</summary>
    public double AxisDeg => 0.5 * Math.Atan2(AlongDiagonalPx2, AlongRowsPx2) * 180 / Math.PI;

    /// <summary>How often the difference exceeds its standard error; 0 for a frame that tells nothing.</summary>
    public double Significance => double.IsFinite(StandardErrorPx2) && StandardErrorPx2 > 0 ? DifferencePx2 / StandardErrorPx2 : 0;

    /// <summary>Measures a frame; <see cref="Unknown"/> for a frame that is too small or shows nothing above its noise.</summary>
    public static AstigmatismMeasure Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PowerSpectrum.Of(image) is { } spectrum ? Of(spectrum) : Unknown;
    }

    /// <summary>The same from a spectrum that is there already.</summary>
    public static AstigmatismMeasure Of(PowerSpectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        List<double[]> rows = [];
        List<double> values = [];
        int rings = 0;
        int first = Math.Max(2, (int)Math.Ceiling(LowestFrequency * spectrum.Size)), last = (int)(HighestFrequency * spectrum.Size);
        for (int ring = first; ring <= last; ring++)
        {
            (double[] power, int[] count) = Ring(spectrum, ring);
            if (!Array.TrueForAll(count, static c => c > 0)) continue;
            double mean = power.Sum() / count.Sum() - spectrum.Noise;
            if (mean < LeastSignal * spectrum.Noise || !(mean > 0)) continue;
            // Where one direction is lost in noise, what is left of it by chance would make the directions look more alike than they are.
            if (power.Zip(count, (p, c) => p / c).Min() < (1 + LeastSectorSignal) * spectrum.Noise) continue;
            rings++;
            Add(spectrum, ring, power, count, rows, values);
        }

        return rings < LeastRings ? Unknown : Fit(rows, values);
    }

    /// <summary>Sums of power and numbers of frequencies of a ring, by sectors of the half plane.</summary>
    private static (double[] Power, int[] Count) Ring(PowerSpectrum spectrum, int ring)
    {
        var power = new double[Sectors];
        var count = new int[Sectors];
        for (int v = -ring - 1; v <= ring + 1; v++)
        {
            for (int u = 1; u <= ring + 1; u++)
            {
                // Beginning at u = 1: u = 0 carries what differs from scan line to scan line, not the sample.
                if ((int)Math.Round(Math.Sqrt((double)u * u + (double)v * v)) != ring) continue;
                int sector = Math.Clamp((int)((Math.Atan2(v, u) / Math.PI + 0.5) * Sectors), 0, Sectors - 1);
                power[sector] += spectrum.Power[(v + spectrum.Size) % spectrum.Size * spectrum.Size + u];
                count[sector]++;
            }
        }

        return (power, count);
    }

    /// <summary>One line of the fit for each sector with signal, after the weighted mean of the ring has been taken off both sides.</summary>
    private static void Add(PowerSpectrum spectrum, int ring, double[] power, int[] count, List<double[]> rows, List<double> values)
    {
        double f = (double)ring / spectrum.Size, scale = -4 * Math.PI * Math.PI * f * f / 2;
        var terms = new double[Sectors][];
        double[] logs = new double[Sectors], weights = new double[Sectors];
        for (int s = 0; s < Sectors; s++)
        {
            double signal = power[s] / count[s] - spectrum.Noise;
            (double sin, double cos) = Math.SinCos(2 * ((s + 0.5) / Sectors - 0.5) * Math.PI);
            terms[s] = [cos, sin, scale * cos, scale * sin];
            if (!(signal > 0)) continue;
            logs[s] = Math.Log(signal);
            // A sum of n exponential powers has a relative error of 1/√n, and what is above the noise carries the error of both.
            double relative = (signal + spectrum.Noise) / signal;
            weights[s] = count[s] / (relative * relative);
        }

        double all = weights.Sum();
        if (!(all > 0)) return;
        double meanLog = 0;
        var meanTerms = new double[4];
        for (int s = 0; s < Sectors; s++)
        {
            meanLog += weights[s] * logs[s] / all;
            for (int k = 0; k < 4; k++) meanTerms[k] += weights[s] * terms[s][k] / all;
        }

        for (int s = 0; s < Sectors; s++)
        {
            if (!(weights[s] > 0)) continue;
            double root = Math.Sqrt(weights[s]);
            rows.Add([.. terms[s].Select((term, k) => root * (term - meanTerms[k]))]);
            values.Add(root * (logs[s] - meanLog));
        }
    }

    private static AstigmatismMeasure Fit(List<double[]> rows, List<double> values)
    {
        Matrix<double> design = Matrix<double>.Build.DenseOfRowArrays(rows);
        Vector<double> observed = Vector<double>.Build.DenseOfEnumerable(values);
        Matrix<double> normal = design.TransposeThisAndMultiply(design);
        if (!(normal.ConditionNumber() < 1e12)) return Unknown;
        Matrix<double> inverse = normal.Inverse();
        Vector<double> found = inverse * design.TransposeThisAndMultiply(observed);
        double residual = (observed - design * found).L2Norm();
        int freedom = Math.Max(1, rows.Count - 4);
        // Neighbouring frequencies share the window's width, so that there are fewer independent ones than sectors and rings.
        double error = NeighbourFactor * Math.Sqrt(residual * residual / freedom * (inverse[2, 2] + inverse[3, 3]) / 2);
        return double.IsFinite(error) ? new AstigmatismMeasure(found[2], found[3], error) : Unknown;
    }
}
