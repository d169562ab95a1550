namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>One measure of one powder, measured and true, and where the difference comes from. Weighted alike (Miles–Lantuéjoul) everywhere.</summary>
public sealed record AccuracyFigures
{
    /// <summary>True mean over the true particles of the same fields.</summary>
    public required double TrueMean { get; init; }

    /// <summary>Measured mean.</summary>
    public required double MeasuredMean { get; init; }

    /// <summary>True median.</summary>
    public required double TrueMedian { get; init; }

    /// <summary>Measured median.</summary>
    public required double MeasuredMedian { get; init; }

    /// <summary>Mean of what is seen of the same particles: their exact instance masks, measured.</summary>
    public required double SeenMean { get; init; }

    /// <summary>Median of that.</summary>
    public required double SeenMedian { get; init; }

    /// <summary>Whether errors are divided by the truth.</summary>
    public required bool IsRelative { get; init; }

    /// <summary>True particles that have the measure.</summary>
    public required int TrueCount { get; init; }

    /// <summary>Mean error of the matched particles against the same exact masks: where the network draws outlines.</summary>
    public required double OutlineError { get; init; }

    /// <summary>Standard deviation of one matched particle's error against its truth, within the powder.</summary>
    public required double ParticleSd { get; init; }

    /// <summary>Error of the mean.</summary>
    public double MeanError => Error(MeasuredMean, TrueMean);

    /// <summary>Error of the median.</summary>
    public double MedianError => Error(MeasuredMedian, TrueMedian);

    /// <summary>Error of the mean that is left when the exact instance masks are measured: what neighbours hide, and pixels and metrology.</summary>
    public double HiddenError => Error(SeenMean, TrueMean);

    /// <summary>Error of the mean against what is seen.</summary>
    public double MeanErrorSeen => Error(MeasuredMean, SeenMean);

    /// <summary>Error of the median against what is seen.</summary>
    public double MedianErrorSeen => Error(MeasuredMedian, SeenMedian);

    /// <summary>What neither hidden parts nor outlines explain: particles that were missed, merged, split or made up.</summary>
    public double SelectionError => MeanError - HiddenError - OutlineError;

    internal double Error(double measured, double truth) => IsRelative ? measured / truth - 1 : measured - truth;
}
