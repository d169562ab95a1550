using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>A synthesis that was proposed, and what became of it.</summary>
public sealed record ProposedSynthesis
{
    /// <summary>Its identity, such as <c>syn-0003-1</c>; the planned sample has the same name.</summary>
    public required string Id { get; init; }

    /// <summary>When it was proposed.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who asked for it.</summary>
    public string By { get; init; } = "";

    /// <summary>What it is to raise.</summary>
    public ObjectiveChoice Choice { get; init; } = new();

    /// <summary>Its settings.</summary>
    public IReadOnlyList<ParameterSetting> Settings { get; init; } = [];

    /// <summary>Why, in a word.</summary>
    public ProposalKind Kind { get; init; }

    /// <summary>Why, in sentences.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Predicted objective; null where there were too few data.</summary>
    public double? Predicted { get; init; }

    /// <summary>Standard deviation of the prediction.</summary>
    public double? Deviation { get; init; }

    /// <summary>Expected gain over the best so far.</summary>
    public double? ExpectedGain { get; init; }

    /// <summary>Probability that it beats the best so far, 0…1.</summary>
    public double? ImprovementProbability { get; init; }

    /// <summary>What became of it.</summary>
    public ProposalState State { get; init; }

    /// <summary>Who decided; empty while nobody did.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>When, or null.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was rejected; empty otherwise.</summary>
    public string RejectedBecause { get; init; } = "";

    /// <summary>The planned sample; empty while it is not accepted.</summary>
    public string Sample { get; init; } = "";

    /// <summary>Its job in the queue; empty while it is not accepted.</summary>
    public string JobId { get; init; } = "";

    /// <summary>Mean of the objective over its cells that count; null before they are in.</summary>
    public double? Measured { get; init; }

    /// <summary>Standard error of that mean; null with one cell.</summary>
    public double? MeasuredError { get; init; }

    /// <summary>Cells that count and tell the objective.</summary>
    public int Cells { get; init; }
}
