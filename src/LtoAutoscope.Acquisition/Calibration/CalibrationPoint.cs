namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>One check of the pixel size.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Scale">What the claimed pixel size has to be multiplied by.</param>
/// <param name="UncertaintyPercent">Half-width (95 %), percent: measurement and certificate.</param>
public sealed record CalibrationPoint(DateTimeOffset Time, double Scale, double UncertaintyPercent);
