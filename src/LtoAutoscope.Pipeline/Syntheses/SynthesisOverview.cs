using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>Everything that the page of next syntheses shows.</summary>
public sealed record SynthesisOverview
{
    /// <summary>What is to be raised.</summary>
    public required ObjectiveChoice Choice { get; init; }

    /// <summary>What may be set.</summary>
    public IReadOnlyList<SpaceParameter> Parameters { get; init; } = [];

    /// <summary>What every synthesis must fulfil, as it was written.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Whether the space is the one that ships, and not the laboratory's own.</summary>
    public bool IsShippedSpace { get; init; }

    /// <summary>Samples that are learned from, in the order in which their cells came in.</summary>
    public IReadOnlyList<TriedSynthesis> Tried { get; init; } = [];

    /// <summary>Samples with cells that cannot be learned from.</summary>
    public IReadOnlyList<UnusedSample> Unused { get; init; } = [];

    /// <summary>The best sample so far by its mean; null without data.</summary>
    public TriedSynthesis? Best { get; init; }

    /// <summary>Different syntheses that a choice by expected improvement takes.</summary>
    public int FewestSyntheses { get; init; }

    /// <summary>Different syntheses so far.</summary>
    public int Syntheses { get; init; }

    /// <summary>The model; null with fewer than two different syntheses.</summary>
    public SynthesisModel? Model { get; init; }

    /// <summary>All proposals, newest first.</summary>
    public IReadOnlyList<ProposedSynthesis> Proposals { get; init; } = [];
}
