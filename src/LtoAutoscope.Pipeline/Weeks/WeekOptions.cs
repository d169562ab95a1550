namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>How a simulated week is run.</summary>
public sealed record WeekOptions
{
    /// <summary>Nights, 1…31. Default 7.</summary>
    public int Nights { get; init; } = 7;

    /// <summary>Samples a night, 1…8. Default 8.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>Seed of powders and faults. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Faults a night beside those that every kind gets once in the week. Default 1.</summary>
    public int ExtraFaults { get; init; } = 1;

    /// <summary>Particles a sample. Default 500.</summary>
    public int ParticleGoal { get; init; } = 500;

    /// <summary>Half-width of the intervals that is asked for, percent; 0 leaves precision out of the goal. Default 3.</summary>
    public double PrecisionPercent { get; init; } = 3;

    /// <summary>Width of a frame, pixels; its height is three quarters. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>How much faster than the wall the instrument's and the laboratory's clock runs, 1…1000. Default 60.</summary>
    public double TimeFactor { get; init; } = 60;
}
