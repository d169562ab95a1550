namespace LtoAutoscope.Twin.Column;

/// <summary>The twin's column.</summary>
public sealed record ColumnOptions
{
    /// <summary>Whether the beam is on when the twin begins. Default no.</summary>
    public bool BeamOn { get; init; }

    /// <summary>Acceleration voltage when it begins, V. Default 5000.</summary>
    public double VoltageV { get; init; } = 5000;

    /// <summary>Highest voltage, V. Default 30000.</summary>
    public double MaximumVoltageV { get; init; } = 30000;

    /// <summary>Speed of the voltage ramp, V/s. Default 5000.</summary>
    public double RampVPerS { get; init; } = 5000;

    /// <summary>How long the beam takes to go on, s. Default 0.8.</summary>
    public double BeamOnSeconds { get; init; } = 0.8;

    /// <summary>Working distance when it begins, mm. Default 10.</summary>
    public double WorkingDistanceMm { get; init; } = 10;

    /// <summary>How long the lens settles after a change, s. Default 0.3.</summary>
    public double LensSettleSeconds { get; init; } = 0.3;

    /// <summary>Field width when it begins, µm. Default 100.</summary>
    public double FieldWidthUm { get; init; } = 100;

    /// <summary>Probe current, pA. Default 100.</summary>
    public double ProbeCurrentPa { get; init; } = 100;

    /// <summary>Stigmator setting at which there is no astigmatism, percent. Default 4.</summary>
    public double BestStigmatorXPercent { get; init; } = 4;

    /// <summary>Stigmator setting at which there is no astigmatism, percent. Default −3.</summary>
    public double BestStigmatorYPercent { get; init; } = -3;

    /// <summary>Focal difference for one percent of the stigmator, µm. Default 0.1.</summary>
    public double AstigmatismUmPerPercent { get; init; } = 0.1;

    /// <summary>Emission current of a healthy emitter, µA. Default 100.</summary>
    public double EmissionUa { get; init; } = 100;

    /// <summary>Relative change of the true field width for each mm that the working distance lies beyond 8 mm. Default 0.001.</summary>
    public double FieldWidthPerMm { get; init; } = 0.001;

    /// <summary>Width of the display to which a magnification refers, mm. Default 127.</summary>
    public double DisplayWidthMm { get; init; } = 127;

    /// <summary>Diameters of the apertures, µm; the first one gives the beam's cone of 8 mrad. Default 30, 10, 20, 60, 120, 7.5.</summary>
    public IReadOnlyList<double> AperturesUm { get; init; } = [30, 10, 20, 60, 120, 7.5];

    /// <summary>Names of the detectors. Default SE2, InLens, BSD.</summary>
    public IReadOnlyList<string> Detectors { get; init; } = ["SE2", "InLens", "BSD"];
}
