using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>The cells of a sample and what is known of its powder.</summary>
public sealed record SampleCells
{
    /// <summary>The sample.</summary>
    public required Sample Sample { get; init; }

    /// <summary>All its cells, also those that do not count.</summary>
    public required IReadOnlyList<CellTest> Cells { get; init; }

    /// <summary>The convention by which its efficiencies are given: that of its first cell.</summary>
    public required EfficiencyConvention Convention { get; init; }

    /// <summary>Which half cycle is the useful one, whatever convention the efficiencies are given by: that above the line in the convention of the sample's material; <see cref="Convention"/>'s where its material is not known here.</summary>
    public EfficiencyConvention Useful { get; init; }

    /// <summary>What the replicates that count have together.</summary>
    public required IReadOnlyList<ReplicateStatistic> Replicates { get; init; }

    /// <summary>The surface, or null where no run of the sample has a morphology.</summary>
    public SampleSurface? Surface { get; init; }

    /// <summary>Numbers of its diffraction patterns, the newest first.</summary>
    public IReadOnlyList<int> Patterns { get; init; } = [];

    /// <summary>What could not be read, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
