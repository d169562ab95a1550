namespace LtoAutoscope.Learning.Optimisation;

/// <summary>A synthesis to try next.</summary>
/// <param name="Point">Its settings.</param>
/// <param name="Kind">Why, in a word.</param>
/// <param name="Reason">Why, in sentences.</param>
public sealed record SynthesisProposal(IReadOnlyList<double> Point, ProposalKind Kind, string Reason)
{
    /// <summary>The predicted objective; null where there are too few data for a prediction.</summary>
    public double? Predicted { get; init; }

    /// <summary>Standard deviation of the prediction, without the scatter of a measurement.</summary>
    public double? Deviation { get; init; }

    /// <summary>Expected gain over the best so far, in the objective's unit: its expected improvement.</summary>
    public double? ExpectedGain { get; init; }

    /// <summary>Probability that it beats the best so far, 0…1.</summary>
    public double? ImprovementProbability { get; init; }

    /// <summary>The nearest synthesis that was tried; null where there is none.</summary>
    public Observation? Nearest { get; init; }

    /// <summary>Distance to it, in ranges of the parameters; a word that differs counts 1.</summary>
    public double? NearestDistance { get; init; }
}
