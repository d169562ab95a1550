using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Domain.Runs;

/// <summary><c>run.json</c>: what a run was made with. Written once, before the first journal line.</summary>
public sealed record RunRecord
{
    /// <summary>Unique and sortable: <c>yyyyMMdd-HHmmss-sample</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>The sample, as it was registered then.</summary>
    public required Sample Sample { get; init; }

    /// <summary>The recipe, as it was then.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Name of the instrument's configuration.</summary>
    public required string Instrument { get; init; }

    /// <summary>Whether the instrument is a microscope in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>When the run was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Version of the software.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>Name and SHA-256 of the segmentation model.</summary>
    public required string SegmentationModel { get; init; }

    /// <summary>The holder's stub, as it was mapped then.</summary>
    public required Stub Stub { get; init; }

    /// <summary>What is known to be true of a synthetic sample, or null: the demo shows it beside what was measured.</summary>
    public GroundTruth? Truth { get; init; }
}
