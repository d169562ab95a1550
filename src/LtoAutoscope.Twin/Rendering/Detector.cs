using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Turns the signal into grey levels: Poisson statistics of the electrons that the dose brings, read noise, gain and black level. The
/// pre-amplifier follows the probe current, so the grey of a thing does not depend on it; its noise does.
/// </summary>
internal sealed record Detector
{
    /// <summary>Detected electrons per primary one at signal 1.</summary>
    internal double Yield { get; init; } = 0.15;

    /// <summary>Read noise, as a share of the full scale.</summary>
    internal double ReadNoise { get; init; } = 0.004;

    /// <summary>Grey of no signal at neutral brightness, as a share of the full scale.</summary>
    internal double BlackLevel { get; init; } = 0.04;

    /// <summary>Grey that signal 1 adds at neutral contrast, as a share of the full scale.</summary>
    internal double Scale { get; init; } = 0.45;

    private const double ElectronsPerPicoampereMicrosecond = 6.241509;
    private const double FewElectrons = 12;
    private static readonly float[] Normal = NormalQuantiles();

    /// <summary>Exposes the middle of a padded signal.</summary>
    internal GreyImage Expose(float[] signal, int stride, int margin, ViewRequest view)
    {
        var image = new GreyImage(view.WidthPx, view.HeightPx, view.BitsPerPixel);
        double primaries = Math.Max(0, view.ProbeCurrentPa) * Math.Max(0, view.DwellUs) * ElectronsPerPicoampereMicrosecond;
        float electrons = (float)(primaries * Yield);
        float full = image.MaximumValue, gain = (float)(Scale * full * view.EmissionShare * Math.Pow(2, (view.GainPercent - 50) / 12.5));
        float black = (float)(full * (BlackLevel + (view.BlackPercent - 50) / 100)), read = (float)(ReadNoise * full);
        for (int y = 0; y < view.HeightPx; y++)
        {
            var random = new HashRandom(view.Identity, y, 0xDE7);
            ReadOnlySpan<float> source = signal.AsSpan((y + margin) * stride + margin, view.WidthPx);
            Span<ushort> target = image.Pixels.AsSpan(y * view.WidthPx, view.WidthPx);
            for (int x = 0; x < target.Length; x++)
            {
                ulong bits = random.NextBits();
                float grey = black + read * Normal[bits & 0xFFFF];
                if (electrons > 0)
                {
                    float mean = electrons * Math.Max(0, source[x]);
                    float counted = mean > FewElectrons ? mean + MathF.Sqrt(mean) * Normal[bits >> 16 & 0xFFFF] : random.NextPoisson(mean);
                    grey += gain * counted / electrons;
                }

                target[x] = (ushort)Math.Clamp(grey + 0.5f, 0, full);
            }
        }

        return image;
    }

    /// <summary>65,536 equally likely values of the standard normal distribution: a draw costs one look-up. Acklam's rational approximation.</summary>
    private static float[] NormalQuantiles()
    {
        var table = new float[65536];
        for (int i = 0; i < table.Length; i++) table[i] = (float)Quantile((i + 0.5) / table.Length);
        return table;
    }

    private static double Quantile(double p)
    {
        if (p > 0.5) return -Quantile(1 - p);
        if (p < 0.02425)
        {
            double q = Math.Sqrt(-2 * Math.Log(p));
            return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783)
                / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1);
        }

        double c = p - 0.5, r = c * c;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239) * c
            / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1);
    }
}
