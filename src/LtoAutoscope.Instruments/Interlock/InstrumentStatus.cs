using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>What can be read at a glance; what could not be read is null or Unknown.</summary>
public sealed record InstrumentStatus
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the instrument answered at all.</summary>
    public bool IsReachable { get; init; }

    /// <summary>Where the stage is.</summary>
    public StagePosition? Position { get; init; }

    /// <summary>Whether it moves.</summary>
    public StageMotion Motion { get; init; }

    /// <summary>The beam.</summary>
    public BeamState Beam { get; init; }

    /// <summary>Acceleration voltage, kV.</summary>
    public double? EnergyKv { get; init; }

    /// <summary>Whether the beam is blanked for good.</summary>
    public bool? IsBlanked { get; init; }

    /// <summary>Probe current, pA.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>Working distance (focus), mm.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Field width, µm.</summary>
    public double? FieldWidthUm { get; init; }

    /// <summary>The chamber.</summary>
    public VacuumState Vacuum { get; init; }

    /// <summary>Chamber pressure, Pa.</summary>
    public double? PressurePa { get; init; }

    /// <summary>Who holds the lease; null when nobody does.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>Whether a stop holds everything until it is cleared.</summary>
    public bool IsStopped { get; init; }
}
