namespace LtoAutoscope.Domain.Recipes;

/// <summary>How the pixel size is checked on a calibration stub of the holder: at the start of a run, every so many hours, and at its end.</summary>
public sealed record CalibrationSettings
{
    /// <summary>When it is checked. Default where the holder has a calibration stub.</summary>
    public CalibrationPolicy Check { get; init; } = CalibrationPolicy.WherePossible;

    /// <summary>Hours between two checks in a run, 0.1…168. Default 4.</summary>
    public double EveryHours { get; init; } = 4;

    /// <summary>A scale that is farther off than this is no drift but a fault, percent, 0.01…50. Default 5.</summary>
    public double MaximumDeviationPercent { get; init; } = 5;
}
