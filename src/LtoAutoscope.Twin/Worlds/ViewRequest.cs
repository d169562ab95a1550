namespace LtoAutoscope.Twin.Worlds;

/// <summary>What the beam scans: geometry, optics and dose of one frame, as they truly are (not as a driver believes them to be).</summary>
public sealed record ViewRequest
{
    /// <summary>True stage x under the beam, mm.</summary>
    public required double CentreXMm { get; init; }

    /// <summary>True stage y under the beam, mm.</summary>
    public required double CentreYMm { get; init; }

    /// <summary>Angle of the scan's x axis to the stage's x axis, degrees.</summary>
    public double RotationDeg { get; init; }

    /// <summary>Width of the field, µm.</summary>
    public required double FieldWidthUm { get; init; }

    /// <summary>Frame width, pixels.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Frame height, pixels.</summary>
    public required int HeightPx { get; init; }

    /// <summary>8 or 16.</summary>
    public int BitsPerPixel { get; init; } = 16;

    /// <summary>Lens focus minus the surface's distance from the lens, µm; 0 is sharp.</summary>
    public double DefocusUm { get; init; }

    /// <summary>Residual astigmatism, µm of focal difference, along the scan axes.</summary>
    public double AstigmatismXUm { get; init; }

    /// <summary>Residual astigmatism, µm of focal difference, along the diagonals.</summary>
    public double AstigmatismYUm { get; init; }

    /// <summary>Probe current, pA. 0 when blanked or off: the frame is then dark.</summary>
    public double ProbeCurrentPa { get; init; } = 100;

    /// <summary>Dwell time a pixel, µs.</summary>
    public double DwellUs { get; init; } = 3;

    /// <summary>Acceleration voltage, kV.</summary>
    public double BeamEnergyKv { get; init; } = 5;

    /// <summary>Detector contrast, percent; 50 is neutral.</summary>
    public double GainPercent { get; init; } = 50;

    /// <summary>Detector brightness, percent; 50 is neutral.</summary>
    public double BlackPercent { get; init; } = 50;

    /// <summary>Half angle of the beam's cone, rad. Default 0.008.</summary>
    public double ConvergenceRad { get; init; } = 0.008;

    /// <summary>What is left of the emission, 0…1; the signal falls with it, because the amplifier was set for the whole. Default 1.</summary>
    public double EmissionShare { get; init; } = 1;

    /// <summary>Tilt of the surface about the scan's x axis, degrees. Default 0.</summary>
    public double TiltDeg { get; init; }

    /// <summary>How fast the sample place under the beam drifts while the frame is scanned, stage x, nm/s. Default 0.</summary>
    public double DriftXNmPerS { get; init; }

    /// <summary>How fast it drifts along stage y, nm/s. Default 0.</summary>
    public double DriftYNmPerS { get; init; }

    /// <summary>What is imperfect about the instrument. Default nothing.</summary>
    public ImageOptions Image { get; init; } = ImageOptions.None;

    /// <summary>Earlier exposures that may overlap this one; they matter only with contamination. Default none.</summary>
    public IReadOnlyList<Exposure> Earlier { get; init; } = [];

    /// <summary>Identity of the exposure; all noise of the frame is drawn from it and from nothing else.</summary>
    public required ulong Identity { get; init; }
}
