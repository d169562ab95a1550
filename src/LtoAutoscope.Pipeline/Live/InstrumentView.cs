using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>The instrument as last read; what could not be read is null or Unknown, never zero.</summary>
public sealed record InstrumentView
{
    /// <summary>Name of its configuration.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is a microscope in software.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Whether a connection stands.</summary>
    public bool IsConnected { get; init; }

    /// <summary>The beam.</summary>
    public BeamState Beam { get; init; } = BeamState.Unknown;

    /// <summary>Whether the beam is blanked.</summary>
    public bool? Blanked { get; init; }

    /// <summary>Acceleration voltage, kV.</summary>
    public double? EnergyKv { get; init; }

    /// <summary>Probe current, pA.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>The vacuum.</summary>
    public VacuumState Vacuum { get; init; } = VacuumState.Unknown;

    /// <summary>Chamber pressure, Pa.</summary>
    public double? PressurePa { get; init; }

    /// <summary>Where the stage is.</summary>
    public StagePosition? Position { get; init; }

    /// <summary>Whether the stage moves.</summary>
    public StageMotion Motion { get; init; } = StageMotion.Unknown;

    /// <summary>Working distance, mm.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>When these values were read; null before the first reading.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Who holds the lease: “queue”, an operator's name, or nobody.</summary>
    public string? ControlledBy { get; init; }
}
