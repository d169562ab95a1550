namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>How a cycle is run.</summary>
public sealed record CycleOptions
{
    /// <summary>Full charges an hour.</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>Threads over the particles.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Wanted local error of lithiation, root mean square over the volume.</summary>
    public double LithiationTolerance { get; init; } = 2e-4;

    /// <summary>Wanted local error of the potential, V.</summary>
    public double PotentialToleranceV { get; init; } = 2e-3;

    /// <summary>Whether nodal fields are kept.</summary>
    public bool KeepFields { get; init; }
}
