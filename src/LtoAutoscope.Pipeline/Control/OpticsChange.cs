namespace LtoAutoscope.Pipeline.Control;

/// <summary>What is set of the column and the detectors; null leaves what is there. Every value passes the interlock and is read back.</summary>
public sealed record OpticsChange
{
    /// <summary>Working distance (focus), mm.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Width of the field, µm.</summary>
    public double? FieldWidthUm { get; init; }

    /// <summary>Stigmator x, −100…100 percent.</summary>
    public double? StigmatorXPercent { get; init; }

    /// <summary>Stigmator y, −100…100 percent.</summary>
    public double? StigmatorYPercent { get; init; }

    /// <summary>Electrical image shift x, µm.</summary>
    public double? BeamShiftXUm { get; init; }

    /// <summary>Electrical image shift y, µm.</summary>
    public double? BeamShiftYUm { get; init; }

    /// <summary>The instrument's number of the detector for the first channel.</summary>
    public int? Detector { get; init; }

    /// <summary>Brightness of the first channel, 0…100 percent.</summary>
    public double? BrightnessPercent { get; init; }

    /// <summary>Contrast of the first channel, 0…100 percent.</summary>
    public double? ContrastPercent { get; init; }
}
