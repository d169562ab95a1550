namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>How large a run is made for measuring.</summary>
public sealed record LargeRunOptions
{
    /// <summary>Frames. Default 10,000.</summary>
    public int Tiles { get; init; } = 10_000;

    /// <summary>Particles on a frame. Default 100.</summary>
    public int ParticlesPerTile { get; init; } = 100;

    /// <summary>Frames that differ; the others are links to them, so that the disk holds a run of many frames. Default 48.</summary>
    public int Different { get; init; } = 48;

    /// <summary>Areas among which the frames lie. Default 4.</summary>
    public int Areas { get; init; } = 4;

    /// <summary>Width of a frame, pixels; the height is three quarters of it. Default 1024.</summary>
    public int WidthPx { get; init; } = 1024;

    /// <summary>Other, small runs beside it. Default 10,000.</summary>
    public int OtherRuns { get; init; } = 10_000;
}
