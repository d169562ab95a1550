namespace LtoAutoscope.Domain.Recipes;

/// <summary>How drift is watched and corrected: a reference patch is imaged twice and compared by phase correlation.</summary>
public sealed record DriftSettings
{
    /// <summary>Whether drift is measured at all. Default true.</summary>
    public bool Measure { get; init; } = true;

    /// <summary>Measured at the first tile of an area, after a suspension, and after so many minutes, 0.1…1440. Default 20.</summary>
    public double EveryMinutes { get; init; } = 20;

    /// <summary>Faster drift is waited out before a tile is taken, nm/s, 0.001…1e6. Default 5.</summary>
    public double MaximumNmPerS { get; init; } = 5;

    /// <summary>A displacement from the planned place is corrected from this share of the field's width on, 0.001…1. Default 0.05.</summary>
    public double ToleranceFraction { get; init; } = 0.05;

    /// <summary>Measurements before the gate gives up and the tile is taken with its drift stated or skipped, 1…100. Default 4.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Waited between two measurements, s, 0…3600. Default 30.</summary>
    public double SettleS { get; init; } = 30;

    /// <summary>How a displacement is corrected. Default the beam's shift where there is one, else the stage.</summary>
    public DriftCorrection Correct { get; init; } = DriftCorrection.BeamShift;
}
