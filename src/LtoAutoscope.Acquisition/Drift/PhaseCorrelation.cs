using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>
/// Displacement between two images by phase correlation: the cross-power spectrum is whitened as far as it stands over its noise, kept within a band,
/// transformed back, and its peak is evaluated between the pixels by a local Fourier sum.
/// </summary>
/// <remarks>
/// C. D. Kuglin and D. C. Hines, Proc. IEEE Conf. Cybernetics and Society (1975) 163; local sum: M. Guizar-Sicairos et al., Optics Letters 33, 156 (2008).
/// Thread safety: free to call from anywhere.
/// </remarks>
public static class PhaseCorrelation
{
    /// <summary>Larger images are binned until their longer side has no more pixels.</summary>
    public const int LargestSide = 1024;

    /// <summary>Slower changes than so many cycles across the image are left out: brightness, shading, contamination.</summary>
    private const double LowestCycles = 2;

    /// <summary>Where the band ends: a Gaussian of this standard deviation, cycles a pixel.</summary>
    private const double HighestFrequency = 0.16;

    private const double Taper = 0.5;
    private const int PeakRadius = 12;
    private const int GridHalf = 4;
    private const double GridStep = 0.15;

    /// <summary>The displacement of <paramref name="b"/> against <paramref name="a"/>.</summary>
    /// <param name="a">The reference.</param>
    /// <param name="b">An image of the same size and scale.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a side has fewer than 32 pixels.</exception>
    public static ShiftEstimate Shift(GreyImage a, GreyImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height) throw new ArgumentException($"The images have {a.Width} × {a.Height} and {b.Width} × {b.Height} pixels; they must have the same size.", nameof(b));
        if (Math.Min(a.Width, a.Height) < 32) throw new ArgumentException($"An image of {a.Width} × {a.Height} pixels is too small; each side must have 32 or more.", nameof(a));
        int bin = 1;
        while (Math.Max(a.Width, a.Height) / bin > LargestSide) bin *= 2;
        return Shift(GreyPlane.Of(a, bin), GreyPlane.Of(b, bin), bin);
    }

    /// <summary>Where a smaller template lies in an image: the displacement of its middle from the image's middle.</summary>
    internal static ShiftEstimate Find(GreyPlane template, GreyPlane image)
    {
        int left = (image.Width - template.Width) / 2, top = (image.Height - template.Height) / 2;
        var canvas = new float[image.Values.Length];
        var soft = new float[template.Values.Length];
        template.WindowInto(soft, template.Width, Taper);
        for (int y = 0; y < template.Height; y++) soft.AsSpan(y * template.Width, template.Width).CopyTo(canvas.AsSpan((y + top) * image.Width + left));
        ShiftEstimate found = Shift(new GreyPlane(image.Width, image.Height, canvas), image, 1);
        GreyPlane small = template.Binned(2), whole = image.Binned(2);
        return found with { Overlap = GreyPlane.Correlation(small, whole, (left + found.XPx) / 2, (top + found.YPx) / 2) };
    }

    internal static ShiftEstimate Shift(GreyPlane a, GreyPlane b, int bin)
    {
        FourierPlane spectrum = CrossSpectrum(a, b);
        var correlation = new FourierPlane(spectrum.Width, spectrum.Height);
        spectrum.Real.CopyTo(correlation.Real, 0);
        spectrum.Imaginary.CopyTo(correlation.Imaginary, 0);
        correlation.Inverse();
        float[] values = correlation.Real;
        int width = correlation.Width, height = correlation.Height, best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        int peakX = best % width, peakY = best / width;
        double next = NextPeak(values, width, height, peakX, peakY), peak = values[best];
        (double fineX, double fineY) = Refine(spectrum, width, height, peakX, peakY);
        double confidence = peak > 0 ? Math.Clamp(1 - Math.Max(0, next) / peak, 0, 1) : 0;

        // A transform knows displacements only up to its period: the one at which the images look alike is taken.
        GreyPlane smallA = a.Binned(4), smallB = b.Binned(4);
        (double X, double Y, double Overlap) chosen = (0, 0, double.NegativeInfinity);
        foreach (double x in Candidates(fineX, width, a.Width))
        {
            foreach (double y in Candidates(fineY, height, a.Height))
            {
                double overlap = GreyPlane.Correlation(smallA, smallB, x / 4, y / 4);
                if ((double.IsNaN(overlap) ? -2 : overlap) > chosen.Overlap) chosen = (x, y, double.IsNaN(overlap) ? -2 : overlap);
            }
        }

        return new ShiftEstimate(chosen.X * bin, chosen.Y * bin, confidence, chosen.Overlap < -1 ? double.NaN : chosen.Overlap);
    }

    private static IEnumerable<double> Candidates(double shift, int period, int size)
    {
        double near = shift > period / 2.0 ? shift - period : shift, far = near < 0 ? near + period : near - period;
        yield return near;
        if (Math.Abs(far) < 0.9 * size) yield return far;
    }

    /// <summary>The weighted cross-power spectrum, transposed; both images share one transform, one as its real and one as its imaginary part.</summary>
    private static FourierPlane CrossSpectrum(GreyPlane a, GreyPlane b)
    {
        int width = FourierPlane.Pad(a.Width), height = FourierPlane.Pad(a.Height);
        var plane = new FourierPlane(width, height);
        a.WindowInto(plane.Real, width, Taper);
        b.WindowInto(plane.Imaginary, width, Taper);
        plane.Forward();
        float[] re = plane.Real, im = plane.Imaginary;
        var cross = new FourierPlane(height, width);
        var power = new float[re.Length];
        double noise = 0;
        long noisy = 0;
        for (int kx = 0; kx < width; kx++)
        {
            int mx = (width - kx) % width;
            double fx = Frequency(kx, width);
            for (int ky = 0; ky < height; ky++)
            {
                int i = kx * height + ky, j = mx * height + (height - ky) % height;
                float ar = (re[i] + re[j]) / 2, ai = (im[i] - im[j]) / 2, br = (im[i] + im[j]) / 2, bi = (re[j] - re[i]) / 2;
                cross.Real[i] = br * ar + bi * ai;
                cross.Imaginary[i] = bi * ar - br * ai;
                power[i] = MathF.Sqrt((ar * ar + ai * ai) * (br * br + bi * bi));
                double fy = Frequency(ky, height);
                if (fx * fx + fy * fy <= 0.4 * 0.4) continue;
                noise += power[i];
                noisy++;
            }
        }

        float floor = (float)(noise / Math.Max(1, noisy)) + float.Epsilon;
        double low = LowestCycles / Math.Min(a.Width, a.Height);
        for (int kx = 0; kx < width; kx++)
        {
            double fx = Frequency(kx, width);
            for (int ky = 0; ky < height; ky++)
            {
                int i = kx * height + ky;
                double fy = Frequency(ky, height), square = fx * fx + fy * fy;
                float weight = (float)((1 - Math.Exp(-square / (2 * low * low))) * Math.Exp(-square / (2 * HighestFrequency * HighestFrequency))) / (power[i] + floor);
                cross.Real[i] *= weight;
                cross.Imaginary[i] *= weight;
            }
        }

        return cross;
    }

    private static double Frequency(int k, int n) => (k < n / 2 ? k : k - n) / (double)n;

    private static double NextPeak(float[] values, int width, int height, int peakX, int peakY)
    {
        float next = float.NegativeInfinity;
        for (int y = 0; y < height; y++)
        {
            int dy = Math.Abs(y - peakY);
            bool nearRow = Math.Min(dy, height - dy) <= PeakRadius;
            for (int x = 0; x < width; x++)
            {
                float value = values[y * width + x];
                if (value <= next) continue;
                if (nearRow)
                {
                    int dx = Math.Abs(x - peakX);
                    if (Math.Min(dx, width - dx) <= PeakRadius) continue;
                }

                next = value;
            }
        }

        return next;
    }

    /// <summary>The top of the correlation on a grid of <see cref="GridStep"/> pixels around a pixel, by a parabola in both directions.</summary>
    private static (double X, double Y) Refine(FourierPlane spectrum, int width, int height, int peakX, int peakY)
    {
        const int count = 2 * GridHalf + 1;
        var grid = new double[count, count];
        var sumRe = new double[count];
        var sumIm = new double[count];
        int widest = (int)(2.6 * HighestFrequency * width), tallest = (int)(2.6 * HighestFrequency * height);
        (widest, tallest) = (Math.Min(widest, width / 2 - 1), Math.Min(tallest, height / 2 - 1));
        for (int kx = 0; kx <= widest; kx++)
        {
            Array.Clear(sumRe);
            Array.Clear(sumIm);
            for (int ky = -tallest; ky <= tallest; ky++)
            {
                int i = kx * height + (ky < 0 ? ky + height : ky);
                double re = spectrum.Real[i], im = spectrum.Imaginary[i];
                (double sin, double cos) = Math.SinCos(2 * Math.PI * ky * (peakY - GridHalf * GridStep) / height);
                (double stepSin, double stepCos) = Math.SinCos(2 * Math.PI * ky * GridStep / height);
                for (int g = 0; g < count; g++)
                {
                    sumRe[g] += re * cos - im * sin;
                    sumIm[g] += re * sin + im * cos;
                    (cos, sin) = (cos * stepCos - sin * stepSin, sin * stepCos + cos * stepSin);
                }
            }

            double twice = kx == 0 ? 1 : 2;
            for (int h = 0; h < count; h++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * kx * (peakX + (h - GridHalf) * GridStep) / width);
                for (int g = 0; g < count; g++) grid[g, h] += twice * (sumRe[g] * cos - sumIm[g] * sin);
            }
        }

        int bestG = 1, bestH = 1;
        for (int g = 1; g < count - 1; g++)
            for (int h = 1; h < count - 1; h++)
                if (grid[g, h] > grid[bestG, bestH]) (bestG, bestH) = (g, h);
        double offX = Top(grid[bestG, bestH - 1], grid[bestG, bestH], grid[bestG, bestH + 1]), offY = Top(grid[bestG - 1, bestH], grid[bestG, bestH], grid[bestG + 1, bestH]);
        return (peakX + (bestH - GridHalf + offX) * GridStep, peakY + (bestG - GridHalf + offY) * GridStep);
    }

    private static double Top(double before, double at, double after)
    {
        double bend = before - 2 * at + after;
        return bend < 0 ? Math.Clamp(0.5 * (before - after) / bend, -1, 1) : 0;
    }
}
