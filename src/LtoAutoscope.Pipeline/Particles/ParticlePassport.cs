using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>All that is known of one particle.</summary>
public sealed record ParticlePassport
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The sample.</summary>
    public required string Sample { get; init; }

    /// <summary>The particle as the list shows it.</summary>
    public required ParticleRow Particle { get; init; }

    /// <summary>Its measures.</summary>
    public required IReadOnlyList<PassportMeasure> Measures { get; init; }

    /// <summary>The frame's metadata, or null where the journal has none.</summary>
    public FrameMetadata? Frame { get; init; }

    /// <summary>SHA-256 of the frame's file; empty where unknown.</summary>
    public string FrameSha256 { get; init; } = "";

    /// <summary>Place of its centroid on the stage, x, mm; null where the frame has no position or scale.</summary>
    public double? StageXMm { get; init; }

    /// <summary>Place of its centroid on the stage, y, mm.</summary>
    public double? StageYMm { get; init; }

    /// <summary>The agglomerate in its frame; 0 where nobody looked.</summary>
    public int AgglomerateId { get; init; }

    /// <summary>Its neighbours in the order of diameters among the particles that count, nearest first on either side.</summary>
    public IReadOnlyList<ParticleRow> Smaller { get; init; } = [];

    /// <summary>Those next larger.</summary>
    public IReadOnlyList<ParticleRow> Larger { get; init; } = [];

    /// <summary>All decisions about it, oldest first.</summary>
    public IReadOnlyList<ParticleDecision> Decisions { get; init; } = [];

    /// <summary>Its outline, x, y pairs in pixels of the frame; empty where the analysis is gone.</summary>
    public IReadOnlyList<float> Outline { get; init; } = [];

    /// <summary>Side of the square that shows it with its surroundings, nm.</summary>
    public required double SideNm { get; init; }
}
