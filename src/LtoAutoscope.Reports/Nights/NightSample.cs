using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Reports.Nights;

/// <summary>One sample of a night.</summary>
public sealed record NightSample
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, as it was registered.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its place on the holder.</summary>
    public string Stub { get; init; } = "";

    /// <summary>Its job, or empty.</summary>
    public string JobId { get; init; } = "";

    /// <summary>Its run, or null when none began.</summary>
    public string? RunId { get; init; }

    /// <summary>How it stands against its goal.</summary>
    public required GoalState Goal { get; init; }

    /// <summary>Why it stands so, in a sentence with figures.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Particles that were asked for.</summary>
    public int ParticleGoal { get; init; }

    /// <summary>Half-width of the 95 % intervals that was asked for, percent; null where the count alone is the goal.</summary>
    public double? PrecisionPercent { get; init; }

    /// <summary>Recipe and its version.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Whole particles counted.</summary>
    public int Particles { get; init; }

    /// <summary>Outlines that do not count.</summary>
    public int ParticlesRejected { get; init; }

    /// <summary>Frames that count.</summary>
    public int TilesAccepted { get; init; }

    /// <summary>Frames that were exposed at least once.</summary>
    public int TilesExposed { get; init; }

    /// <summary>Median diameter by number, nm, with its 95 % interval; null before it is measured.</summary>
    public NightFigure? MedianDiameterNm { get; init; }

    /// <summary>Mean aspect ratio, with its 95 % interval.</summary>
    public NightFigure? AspectRatio { get; init; }

    /// <summary>10th percentile of the diameter, nm.</summary>
    public double? D10Nm { get; init; }

    /// <summary>90th percentile of the diameter, nm.</summary>
    public double? D90Nm { get; init; }

    /// <summary>First-cycle efficiency of the cell model, a fraction, with its 95 % interval.</summary>
    public NightFigure? Ce1 { get; init; }

    /// <summary>The same of the regression; the interval is ± 1.96 times its error on held-out rows.</summary>
    public NightFigure? Ce1Regression { get; init; }

    /// <summary>When its run began in this night, or null.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When its run ended in this night, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How the median settled.</summary>
    public IReadOnlyList<ConvergencePoint> Convergence { get; init; } = [];
}
