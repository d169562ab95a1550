namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>What the bench of the beam's share takes.</summary>
public sealed record BeamShareOptions
{
    /// <summary>Tiles. Default 100.</summary>
    public int Tiles { get; init; } = 100;

    /// <summary>Width of a frame, pixels; its height is three quarters, its dwell 1 µs. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>How much faster than the wall clock the microscope runs. Default 1: real time.</summary>
    public double TimeFactor { get; init; } = 1;
}
