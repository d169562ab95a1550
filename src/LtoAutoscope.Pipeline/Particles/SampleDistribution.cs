using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>The distribution of one run, and what was left out of it.</summary>
public sealed record SampleDistribution
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its sample.</summary>
    public required string Sample { get; init; }

    /// <summary>Frames that were looked at.</summary>
    public required int Frames { get; init; }

    /// <summary>Whether the run goes on and the figures will change.</summary>
    public required bool IsUnderWay { get; init; }

    /// <summary>Particles of the run.</summary>
    public required int Total { get; init; }

    /// <summary>Those that the filter lets through and that count.</summary>
    public required int Counted { get; init; }

    /// <summary>Left out by the filter.</summary>
    public required int LeftOutByFilter { get; init; }

    /// <summary>Let through by the filter and left out since a border cuts them.</summary>
    public required int LeftOutAtEdge { get; init; }

    /// <summary>Left out for another reason: no weight, or no value of the quantity.</summary>
    public required int LeftOutUnknown { get; init; }

    /// <summary>Among the counted, rejected by people; left out only where decisions are heeded.</summary>
    public required int Rejected { get; init; }

    /// <summary>Mean pixel size, nm; NaN where unknown.</summary>
    public required double PixelSizeNm { get; init; }

    /// <summary>A reservation about the scale, or null.</summary>
    public string? ScaleNote { get; init; }

    /// <summary>The curves; null where fewer than two different values are left.</summary>
    public Distribution? Distribution { get; init; }

    /// <summary>The figures with no decision heeded; null as above.</summary>
    public SampleFigures? Untouched { get; init; }

    /// <summary>The figures without rejected particles; null where none is rejected.</summary>
    public SampleFigures? WithDecisions { get; init; }

    /// <summary>The way of the median over the frames, where it was asked for.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];

    /// <summary>Whole particles that the recipe asks for.</summary>
    public required int GoalParticles { get; init; }

    /// <summary>Half-width of the 95 % interval that the recipe asks for, percent.</summary>
    public required double GoalPercent { get; init; }
}
