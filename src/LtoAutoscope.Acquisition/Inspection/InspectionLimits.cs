namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>Where a frame stops counting. The defaults were found on the twin and on real micrographs, see docs/frames.md.</summary>
public sealed record InspectionLimits
{
    /// <summary>The defaults.</summary>
    public static InspectionLimits Default { get; } = new();

    /// <summary>Least sharpness as a share of the running reference, 0…1. Default 0.6; a recipe says it as focus.minimum_score_ratio.</summary>
    public double SharpnessRatio { get; init; } = 0.6;

    /// <summary>Least sharpness where there is no reference yet, 0…1. Default 0.015: edges that spread over a dozen pixels.</summary>
    public double Sharpness { get; init; } = 0.015;

    /// <summary>Largest difference of fine detail between two directions over its sum, beyond the reference's own. Default 0.45.</summary>
    public double Anisotropy { get; init; } = 0.45;

    /// <summary>The same for a frame that is too soft anyway: from here on astigmatism is the reason, not focus. Default 0.3.</summary>
    public double AnisotropyOfSoft { get; init; } = 0.3;

    /// <summary>Darkening of the ground behind bright things; a lower value is a tail of charge. Default −0.055.</summary>
    public double Tail { get; init; } = -0.055;

    /// <summary>The same against the running reference. Default −0.045.</summary>
    public double TailChange { get; init; } = -0.045;

    /// <summary>Jumps of brightness from line to line over those from column to column, as a ratio of variances. Default 3.</summary>
    public double LineJumps { get; init; } = 3;

    /// <summary>Coherence of a straight step of brightness, 0…1; more is the border of a scanned field. Default 0.85.</summary>
    public double EdgeCoherence { get; init; } = 0.85;

    /// <summary>Dose that the place may have got before, electrons per nm². Default 2000.</summary>
    public double EarlierDosePerNm2 { get; init; } = 2000;

    /// <summary>Largest drift while the frame is scanned, share of the frame's height; sizes are stretched by as much. Default 0.01.</summary>
    public double DriftShare { get; init; } = 0.01;

    /// <summary>Least mean grey as a share of the running reference. Default 0.7.</summary>
    public double Brightness { get; init; } = 0.7;

    /// <summary>Least probe current as a share of the running reference, where the picture has got darker as well. Default 0.9.</summary>
    public double ProbeCurrent { get; init; } = 0.9;

    /// <summary>Largest share of missing lines. Default 0.002: one line of 768 may be lost.</summary>
    public double MissingRows { get; init; } = 0.002;

    /// <summary>Least contrast of things between 8 and 32 pixels over the mean grey, where none stands out. Default 0.15.</summary>
    public double Contrast { get; init; } = 0.15;
}
