using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Where bars stand: 2·IQR/∛n wide (D. Freedman and P. Diaconis 1981), rounded to a round width, from the least value to 1.15 times the 99.5th percentile; over logarithms the same in decades, over all values.
/// </summary>
public static class DistributionLayouts
{
    private const int FewestBins = 8, UsualBins = 60;
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10], Decades = [0.2, 0.1, 0.05, 0.04, 0.025, 0.02, 0.01];

    /// <summary>A layout for some samples together; null where they hold no two different values, or, over logarithms, a value that is not above 0.</summary>
    public static DistributionLayout? For(IReadOnlyList<DistributionSample> samples, bool logarithmic)
    {
        ArgumentNullException.ThrowIfNull(samples);
        DistributionSample[] filled = [.. samples.Where(static sample => sample.Count > 1)];
        if (filled.Length == 0) return null;
        double least = filled.Min(static sample => sample.Values[0]);
        double most = logarithmic ? filled.Max(static sample => sample.Values[^1]) : filled.Max(static sample => Math.Min(sample.Values[^1], Spread(sample.Values[0], At(sample, 0.995))));
        if (!(most > least) || (logarithmic && least <= 0)) return null;
        double Scale(double value) => logarithmic ? Math.Log10(value) : value;
        double span = Scale(most) - Scale(least);
        double wanted = filled.Min(sample => 2 * (Scale(At(sample, 0.75)) - Scale(At(sample, 0.25))) / Math.Cbrt(sample.Count));
        wanted = Math.Clamp(wanted, span / UsualBins, span / FewestBins);
        double width = logarithmic ? Decades.MinBy(step => Math.Abs(Math.Log(step / wanted))) : Round(wanted);
        double low = Math.Floor(Scale(least) / width + 1e-9) * width;
        int bins = Math.Clamp((int)Math.Ceiling((Scale(most) - low) / width + 1e-9), 1, DistributionLayout.MostBins);
        return new DistributionLayout(logarithmic, low, width, bins);
    }

    private static double Spread(double least, double high) => high > 0 ? 1.15 * high : high + 0.15 * (high - least);

    private static double At(DistributionSample sample, double share) => sample.Values[Math.Min(sample.Count - 1, (int)(share * sample.Count))];

    private static double Round(double wanted)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return Steps.MinBy(step => Math.Abs(Math.Log(step * power / wanted))) * power;
    }
}
