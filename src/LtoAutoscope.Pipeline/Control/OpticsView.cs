using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>Column and detectors as last read; what could not be read, or the instrument has not, is null.</summary>
public sealed record OpticsView
{
    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The beam.</summary>
    public BeamState Beam { get; init; }

    /// <summary>Whether the beam is blanked for good.</summary>
    public bool? Blanked { get; init; }

    /// <summary>Acceleration voltage, kV.</summary>
    public double? EnergyKv { get; init; }

    /// <summary>Probe current, pA.</summary>
    public double? ProbeCurrentPa { get; init; }

    /// <summary>Emission current, µA.</summary>
    public double? EmissionUa { get; init; }

    /// <summary>Working distance (focus), mm.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Width of the field, µm.</summary>
    public double? FieldWidthUm { get; init; }

    /// <summary>Stigmator x, percent.</summary>
    public double? StigmatorXPercent { get; init; }

    /// <summary>Stigmator y, percent.</summary>
    public double? StigmatorYPercent { get; init; }

    /// <summary>Electrical image shift x, µm.</summary>
    public double? BeamShiftXUm { get; init; }

    /// <summary>Electrical image shift y, µm.</summary>
    public double? BeamShiftYUm { get; init; }

    /// <summary>Detectors that are fitted; empty where there is no remote control of them.</summary>
    public IReadOnlyList<Detector> Detectors { get; init; } = [];

    /// <summary>The detector on the first channel.</summary>
    public Detector? Selected { get; init; }

    /// <summary>Brightness of the first channel, percent.</summary>
    public double? BrightnessPercent { get; init; }

    /// <summary>Contrast of the first channel, percent.</summary>
    public double? ContrastPercent { get; init; }
}
