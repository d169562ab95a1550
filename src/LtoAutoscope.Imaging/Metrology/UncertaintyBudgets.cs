using System.Globalization;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Uncertainty budgets of the number-weighted mean and median (JCGM 100:2008): counting and sampling from the frames, pixel size, threshold and blur of the outline, and what the
/// network is known to err by. Inputs are taken as uncorrelated; nothing is corrected for.
/// </summary>
internal static class UncertaintyBudgets
{
    /// <summary>Half-width within which the threshold of the foreground probability is a matter of choice.</summary>
    internal const double ThresholdHalfWidth = 0.1;

    private static readonly double RootThree = Math.Sqrt(3);

    internal static IEnumerable<(SampleMeasure Measure, string Statistic, UncertaintyBudget Budget)> Of(
        CountedParticles particles, double pixelSizeNm, SummaryOptions options)
    {
        EdgeResponse[] edges = [.. particles.Items.Select(static p => p.Edge).OfType<EdgeResponse>()];
        foreach (SampleMeasure measure in SampleMeasure.All)
        {
            WeightedSample sample = particles.ByNumber(measure.Value);
            if (sample.Count == 0) continue;
            SampleSpread all = ClusterBootstrap.Spread(sample, options.Seed, options.Replicates);
            SampleSpread each = ClusterBootstrap.Spread(sample.Independent(), options.Seed, Math.Min(options.Replicates, 200));
            yield return (measure, "mean", Budget(measure, "mean", sample.Mean(), all.Mean, each.Mean));
            yield return (measure, "median", Budget(measure, "median", sample.Quantile(0.5), all.Median, each.Median));

            UncertaintyBudget Budget(SampleMeasure measure, string statistic, double value, double total, double counting)
            {
                double scale = measure.IsLength ? value : 1;
                List<UncertaintySource> sources = [.. Statistical(total, counting, all.DegreesOfFreedom, sample, particles.IsOneFrame, measure.Unit)];
                if (measure.IsLength) sources.Add(PixelSize(pixelSizeNm, value, options));
                if (Median(edges, measure.PerThreshold) is double slope) sources.Add(Threshold(slope * scale, edges.Length));
                if (Median(edges, measure.Blur) is double shift && Median(edges, static e => e.BlurNm) is double blur) sources.Add(Blur(blur, shift * scale, edges.Length));
                if (Hidden(particles, measure, value) is { } hidden) sources.Add(hidden);
                sources.Add(Segmentation(measure, statistic, measure.HasRelativeErrors ? value : 1, options.Accuracy));
                return Combine(measure, statistic, value, sources, all.DegreesOfFreedom);
            }
        }
    }

    private static IEnumerable<UncertaintySource> Statistical(double total, double counting, int degrees, WeightedSample sample, bool oneFrame, string unit)
    {
        // Frames that happen to agree better than chance allows leave nothing for the sampling; the two always add up to what the frames show.
        double known = double.IsFinite(total) ? total : 0, count = Math.Min(double.IsFinite(counting) ? counting : 0, known);
        double? freedom = degrees > 0 ? degrees : null;
        yield return Source("counting statistics", "A", sample.Count, "particles", "t", count, unit, freedom, "bootstrap of single particles, as if they were independent");
        yield return Source(
            "sampling of places", "A", sample.Clusters, oneFrame ? "agglomerates" : "frames", "t", Math.Sqrt(Math.Max(0, known * known - count * count)), unit, freedom,
            oneFrame ? "one frame: its agglomerates are the clusters; how places differ is unknown and not in here" : "bootstrap of whole frames, less the counting");
    }

    private static UncertaintySource Source(
        string name, string type, double value, string inputUnit, string distribution, double contribution, string unit, double? degrees, string basis) => new()
    {
        // These two are standard uncertainties of the result itself.
        Source = name, Type = type, Value = value, InputUnit = inputUnit, Distribution = distribution, StandardUncertainty = contribution, Sensitivity = 1,
        Contribution = contribution, DegreesOfFreedom = degrees, Basis = unit.Length > 0 ? $"{basis}; u in {unit}" : basis,
    };

    private static UncertaintySource PixelSize(double pixelSizeNm, double value, SummaryOptions options)
    {
        double percent = options.PixelSizeUncertaintyPercent ?? SummaryOptions.DefaultPixelSizeUncertaintyPercent, u = percent / 100 * pixelSizeNm / RootThree, slope = value / pixelSizeNm;
        return new UncertaintySource
        {
            Source = "pixel size", Type = "B", Value = pixelSizeNm, InputUnit = "nm", Distribution = "rectangular", StandardUncertainty = u, Sensitivity = slope, Contribution = u * slope,
            Basis = string.Create(CultureInfo.InvariantCulture, $"± {percent:0.##} %, {(options.PixelSizeUncertaintyPercent is null ? "stated default for an instrument in service" : "as told with the frames")}"),
        };
    }

    private static UncertaintySource Threshold(double slope, int particles)
    {
        double u = ThresholdHalfWidth / RootThree;
        return new UncertaintySource
        {
            Source = "outline threshold", Type = "B", Value = 0, InputUnit = "probability from the threshold", Distribution = "rectangular", StandardUncertainty = u, Sensitivity = slope, Contribution = u * Math.Abs(slope),
            Basis = string.Create(CultureInfo.InvariantCulture, $"± {ThresholdHalfWidth:0.##}; slope from {particles} particles outlined again at both ends"),
        };
    }

    private static UncertaintySource Blur(double blurNm, double shift, int particles)
    {
        // The shift grows with the square of the blur; between none and the whole of it everything is equally likely.
        double u = blurNm / RootThree, slope = blurNm > 0 ? shift / blurNm : 0;
        return new UncertaintySource
        {
            Source = "edge blur", Type = "B", Value = blurNm, InputUnit = "nm", Distribution = "rectangular", StandardUncertainty = u, Sensitivity = slope, Contribution = Math.Abs(shift) / RootThree,
            Basis = string.Create(CultureInfo.InvariantCulture, $"blur read across the outlines of {particles} particles, their maps blurred once more by as much; limits ± the shift"),
        };
    }

    /// <summary>What neighbours hide is measured too small; how much that changes a figure was found on synthetic powders and grows with the share of particles that are told as overlapped.</summary>
    private static UncertaintySource? Hidden(CountedParticles particles, SampleMeasure measure, double value)
    {
        double share = (double)particles.Items.Count(static p => p.Class == ParticleClass.Overlapped) / particles.Items.Count, slope = measure.PerOverlapped * value;
        if (share == 0 || slope == 0) return null;
        return new UncertaintySource
        {
            Source = "hidden parts", Type = "B", Value = share, InputUnit = "share overlapped", Distribution = "normal", StandardUncertainty = share, Sensitivity = slope, Contribution = share * slope,
            Basis = "what neighbours hide, not corrected; slope from exact masks of synthetic powders",
        };
    }

    private static UncertaintySource Segmentation(SampleMeasure measure, string statistic, double scale, MeasurementAccuracy? accuracy)
    {
        double bias = double.NaN, sd = double.NaN;
        if (accuracy is not null)
        {
            MeasureAccuracy known = measure.Accuracy(accuracy);
            (bias, sd) = statistic == "mean" ? (known.MeanBias, known.MeanSd) : (known.MedianBias, known.MedianSd);
        }

        bool isKnown = double.IsFinite(bias) && double.IsFinite(sd);
        double u = isKnown ? Math.Sqrt(bias * bias + sd * sd) : measure.StatedError;

        // A relative error e is one of the true value: it is the indicated one over 1 + e.
        if (isKnown && measure.HasRelativeErrors) scale /= 1 + bias;
        return new UncertaintySource
        {
            Source = "segmentation", Type = "B", Value = isKnown ? bias : 0, InputUnit = measure.HasRelativeErrors ? "relative" : "", Distribution = "normal",
            StandardUncertainty = u, Sensitivity = scale, Contribution = u * Math.Abs(scale),
            Basis = isKnown ? $"bias and scatter against the truth, not corrected: {accuracy!.Basis}" : "stated default; no accuracy record of this network",
        };
    }

    private static UncertaintyBudget Combine(SampleMeasure measure, string statistic, double value, List<UncertaintySource> sources, int degrees)
    {
        double square = sources.Sum(static s => s.Contribution * s.Contribution), combined = Math.Sqrt(square);
        double statistical = sources.Where(static s => s.Type == "A").Sum(static s => s.Contribution * s.Contribution);
        double? effective = degrees > 0 && statistical > 0 ? degrees * square * square / (statistical * statistical) : null;
        double factor = ClusterBootstrap.Coverage(effective ?? double.PositiveInfinity);
        return new UncertaintyBudget
        {
            Measure = measure.Key, Statistic = statistic, Value = value, Unit = measure.Unit, Sources = sources, CombinedUncertainty = combined,
            EffectiveDegreesOfFreedom = effective, CoverageFactor = factor, ExpandedUncertainty = factor * combined,
        };
    }

    private static double? Median(EdgeResponse[] edges, Func<EdgeResponse, double> value)
    {
        double[] known = [.. edges.Select(value).Where(double.IsFinite).Order()];
        return known.Length == 0 ? null : known.Length % 2 == 1 ? known[known.Length / 2] : (known[known.Length / 2 - 1] + known[known.Length / 2]) / 2;
    }
}
