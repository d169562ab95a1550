using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Samples;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>
/// Pixel size from a frame of crossed lines: both fundamental frequencies are found in the spectrum, then refined by the drift of their phase over the frame,
/// whose scatter gives the uncertainty.
/// </summary>
/// <remarks>
/// Of a square lattice of pitch P, seen with pixels of sx × sy, the frequencies g₁ and g₂ (cycles a pixel) obey sx² = P²·(g₁ₓ² + g₂ₓ²) and likewise for y, whatever the
/// rotation. Phase of a carrier over an image: M. Takeda et al., J. Opt. Soc. Am. 72, 156 (1982).
/// </remarks>
public static class GratingMeasurement
{
    /// <summary>Fewest periods across the frame.</summary>
    public const double FewestPeriods = 4;

    private const double Search = 0.25;
    private const double PeakOverMedian = 50;
    private const double LargestSkewDeg = 5;
    private const double PeriodsPerBlock = 2;
    private const int MostBlocks = 12;

    /// <summary>Measures a frame.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="nominalPixelNm">Pixel size that the instrument claims, nm; it has to be right within a quarter.</param>
    /// <param name="grating">The certificate.</param>
    /// <exception cref="GratingNotReadException">There is no grating, or too little of it.</exception>
    public static GratingReading Measure(GreyImage image, double nominalPixelNm, CalibrationGrating grating)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(grating);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nominalPixelNm);
        double expected = nominalPixelNm / grating.PitchNm, periods = expected * Math.Min(image.Width, image.Height);
        if (periods < FewestPeriods) throw new GratingNotReadException(FormattableString.Invariant($"The frame shows {periods:0.0} periods of {grating.PitchNm:0.##} nm (limit {FewestPeriods:0}); widen the field or use a finer grating"));
        if (expected > 0.4) throw new GratingNotReadException(FormattableString.Invariant($"A period of {grating.PitchNm:0.##} nm has {1 / expected:0.0} pixels (limit 2.5); narrow the field or use a coarser grating"));
        GreyPlane plane = GreyPlane.Of(image);
        (Frequency first, Frequency second) = Peaks(plane, expected);
        first = CarrierPhase.Refine(plane, first, Blocks(plane.Width, expected), Blocks(plane.Height, expected));
        second = CarrierPhase.Refine(plane, second, Blocks(plane.Width, expected), Blocks(plane.Height, expected));
        return Read(image, nominalPixelNm, grating, first, second);
    }

    private static int Blocks(int length, double expected) => Math.Clamp((int)(2 * length * expected / PeriodsPerBlock) - 1, 3, MostBlocks);

    private static GratingReading Read(GreyImage image, double nominalPixelNm, CalibrationGrating grating, Frequency a, Frequency b)
    {
        double skew = (Math.Atan2(a.X * b.Y - a.Y * b.X, a.X * b.X + a.Y * b.Y) * 180 / Math.PI + 360) % 180 - 90;
        if (Math.Abs(skew) > LargestSkewDeg) throw new GratingNotReadException(FormattableString.Invariant($"Both sets of lines stand at {90 + skew:0.0}° (limit 90 ± {LargestSkewDeg:0}°)"));
        double x = grating.PitchNm * Math.Sqrt(a.X * a.X + b.X * b.X), y = grating.PitchNm * Math.Sqrt(a.Y * a.Y + b.Y * b.Y);

        // Relative uncertainty of the geometric mean of both directions, which is the root of the lattice's area: half the sum of both frequencies' own.
        double relative = 0.5 * Math.Sqrt(Square(a.Error / a.Length) + Square(b.Error / b.Length));
        double factor = StudentT.InvCDF(0, 1, Math.Max(1, Math.Min(a.Freedom, b.Freedom)), 0.975);
        double angle = Math.Atan2(a.Y, a.X) * 180 / Math.PI;
        return new GratingReading
        {
            Grating = grating, NominalPixelNm = nominalPixelNm, PixelXNm = x, PixelYNm = y, RotationDeg = angle - 90 * Math.Round(angle / 90), SkewDeg = skew,
            RepeatabilityPercent = 100 * factor * relative, Periods = Math.Min(image.Width * nominalPixelNm, image.Height * nominalPixelNm) / grating.PitchNm,
        };
    }

    /// <summary>The strongest frequency near what is expected, and the strongest one across it.</summary>
    private static (Frequency First, Frequency Second) Peaks(GreyPlane plane, double expected)
    {
        int width = FourierPlane.Pad(2 * plane.Width), height = FourierPlane.Pad(2 * plane.Height);
        var spectrum = new FourierPlane(width, height);
        plane.WindowInto(spectrum.Real, width, taper: 1);
        spectrum.Forward();
        var ring = new List<(double Power, double X, double Y)>();
        int reachX = Math.Min(width / 2 - 1, (int)(expected * (1 + Search) * width) + 1), reachY = Math.Min(height / 2 - 1, (int)(expected * (1 + Search) * height) + 1);
        for (int kx = 0; kx <= reachX; kx++)
        {
            for (int ky = -reachY; ky <= reachY; ky++)
            {
                double fx = (double)kx / width, fy = (double)ky / height, length = Math.Sqrt(fx * fx + fy * fy);
                if (Math.Abs(length / expected - 1) > Search) continue;
                int i = kx * height + (ky < 0 ? ky + height : ky);
                ring.Add((spectrum.Real[i] * spectrum.Real[i] + spectrum.Imaginary[i] * spectrum.Imaginary[i], fx, fy));
            }
        }

        ring.Sort((a, b) => b.Power.CompareTo(a.Power));
        double median = ring[ring.Count / 2].Power;
        (double Power, double X, double Y) first = ring[0];
        int across = ring.FindIndex(point => Math.Abs(point.X * first.X + point.Y * first.Y) < Math.Sin(2 * LargestSkewDeg * Math.PI / 180) * Math.Sqrt((point.X * point.X + point.Y * point.Y) * (first.X * first.X + first.Y * first.Y)));
        if (across < 0 || first.Power < PeakOverMedian * median || ring[across].Power < PeakOverMedian * median)
        {
            throw new GratingNotReadException(FormattableString.Invariant(
                $"No crossed lines stand out within {Search:P0} of the expected pitch: peaks of {first.Power / Math.Max(median, double.Epsilon):0.0} and {(across < 0 ? 0 : ring[across].Power / Math.Max(median, double.Epsilon)):0.0} times the median (limit {PeakOverMedian:0})"));
        }

        return (new Frequency(first.X, first.Y, 0, 0), new Frequency(ring[across].X, ring[across].Y, 0, 0));
    }

    private static double Square(double value) => value * value;
}
