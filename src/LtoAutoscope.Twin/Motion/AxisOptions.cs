namespace LtoAutoscope.Twin.Motion;

/// <summary>One axis of the twin's stage, mm or degrees.</summary>
/// <param name="Low">Lower soft limit.</param>
/// <param name="High">Upper soft limit; equal to the lower one for an axis without a motor.</param>
/// <param name="Start">Where it stands when the twin begins.</param>
/// <param name="Speed">Highest speed, units per second.</param>
/// <param name="Acceleration">Units per second squared.</param>
/// <param name="Repeatability">Standard deviation of where it comes to rest, units.</param>
/// <param name="ReadingNoise">Standard deviation of what its encoder reads, units.</param>
public sealed record AxisOptions(double Low, double High, double Start, double Speed, double Acceleration, double Repeatability, double ReadingNoise)
{
    /// <summary>How far beyond the soft limits the end switches are, units. Default 0.5.</summary>
    public double HardMargin { get; init; } = 0.5;

    /// <summary>Play between motor and table, units; it shows at rest only without <see cref="StageOptions.AntiBacklash"/>. Default 0.</summary>
    public double Backlash { get; init; }

    /// <summary>Standard deviation of how far the table still creeps after it came to rest, units; the encoder does not see it. Default 0.</summary>
    public double Creep { get; init; }

    /// <summary>Whether it has a motor.</summary>
    public bool IsMotorised => High > Low;

    /// <summary>Where its lower end switch is, units.</summary>
    public double HardLow => Low - HardMargin;

    /// <summary>Where its upper end switch is, units.</summary>
    public double HardHigh => High + HardMargin;
}
