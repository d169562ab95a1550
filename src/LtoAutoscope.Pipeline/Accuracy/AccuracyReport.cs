using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>What <c>bench accuracy</c> found.</summary>
public sealed record AccuracyReport
{
    /// <summary>Biases that are asked for at most: median diameter and mean aspect ratio relative, mean fractal dimension absolute.</summary>
    public const double DiameterTarget = 0.02, AspectRatioTarget = 0.03, FractalDimensionTarget = 0.05;

    /// <summary>One row a powder.</summary>
    public required IReadOnlyList<AccuracyRow> Rows { get; init; }

    /// <summary>The record for the model's budgets.</summary>
    public required MeasurementAccuracy Accuracy { get; init; }

    /// <summary>Median diameter, relative errors against the whole outlines.</summary>
    public required AccuracySummary MedianDiameter { get; init; }

    /// <summary>Mean aspect ratio, relative errors against the whole outlines.</summary>
    public required AccuracySummary MeanAspectRatio { get; init; }

    /// <summary>Median diameter against what is seen of the same particles (their exact masks): without what neighbours hide.</summary>
    public required AccuracySummary MedianDiameterSeen { get; init; }

    /// <summary>Mean aspect ratio against what is seen.</summary>
    public required AccuracySummary MeanAspectRatioSeen { get; init; }

    /// <summary>Mean fractal dimension, absolute errors, powders in which at least half of the true particles are large enough for it.</summary>
    public required AccuracySummary MeanFractalDimension { get; init; }

    /// <summary>Whether all three average biases are as small as asked.</summary>
    public bool IsMet => MedianDiameter.IsMet && MeanAspectRatio.IsMet && MeanFractalDimension.IsMet;

    internal static AccuracyReport Of(IReadOnlyList<AccuracyRow> rows, string sha256, string basis, EdgeResponse? edge)
    {
        AccuracyRow[] rough = [.. rows.Where(static row => row.FractalDimension.TrueCount >= row.TrueCount / 2.0 && double.IsFinite(row.FractalDimension.MeanError))];
        AccuracyRow[] sized = [.. rows.Where(static row => double.IsFinite(row.Diameter.MeanError))];
        return new AccuracyReport
        {
            Rows = rows,
            MedianDiameter = AccuracySummary.Of([.. sized.Select(static row => row.Diameter.MedianError)], DiameterTarget),
            MeanAspectRatio = AccuracySummary.Of([.. sized.Select(static row => row.AspectRatio.MeanError)], AspectRatioTarget),
            MedianDiameterSeen = AccuracySummary.Of([.. sized.Select(static row => row.Diameter.MedianErrorSeen)], DiameterTarget),
            MeanAspectRatioSeen = AccuracySummary.Of([.. sized.Select(static row => row.AspectRatio.MeanErrorSeen)], AspectRatioTarget),
            MeanFractalDimension = AccuracySummary.Of([.. rough.Select(static row => row.FractalDimension.MeanError)], FractalDimensionTarget),
            Accuracy = new MeasurementAccuracy
            {
                ModelSha256 = sha256, Basis = basis, TypicalEdge = edge,
                // Against what is seen: how much neighbours hide is a matter of the sample, and a source of its own in its budget.
                DiameterNm = Measure(sized, static row => row.Diameter, static f => f.MeanErrorSeen, static f => f.MedianErrorSeen),
                AspectRatio = Measure(sized, static row => row.AspectRatio, static f => f.MeanErrorSeen, static f => f.MedianErrorSeen),
                FractalDimension = Measure(rough, static row => row.FractalDimension, static f => f.MeanError, static f => f.MedianError),
            },
        };
    }

    private static MeasureAccuracy Measure(
        AccuracyRow[] rows, Func<AccuracyRow, AccuracyFigures> figures, Func<AccuracyFigures, double> meanError, Func<AccuracyFigures, double> medianError)
    {
        AccuracyFigures[] all = [.. rows.Select(figures)];
        double[] mean = [.. all.Select(meanError)], median = [.. all.Select(medianError)], particle = [.. all.Select(f => f.ParticleSd).Where(double.IsFinite)];
        (double meanBias, double meanSd) = Spread(mean);
        (double medianBias, double medianSd) = Spread(median);
        return new MeasureAccuracy(meanBias, meanSd, medianBias, medianSd, particle.Length > 0 ? Math.Sqrt(particle.Average(static s => s * s)) : double.NaN, all.Length);
    }

    internal static (double Mean, double Deviation) Spread(double[] values)
    {
        if (values.Length == 0) return (double.NaN, double.NaN);
        double mean = values.Average();
        return (mean, values.Length > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)) : double.NaN);
    }
}
