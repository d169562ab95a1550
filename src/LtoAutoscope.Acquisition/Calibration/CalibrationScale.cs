namespace LtoAutoscope.Acquisition.Calibration;

/// <summary>The scale at an instant.</summary>
/// <param name="Factor">What the pixel size that the instrument claims has to be multiplied by.</param>
/// <param name="UncertaintyPercent">Half-width (95 %), percent: certificate, measurement and drift in quadrature; null where nothing was measured.</param>
/// <param name="Basis">Where it comes from, in words.</param>
public sealed record CalibrationScale(double Factor, double? UncertaintyPercent, string Basis)
{
    /// <summary>The instrument's own scale.</summary>
    public static CalibrationScale Instrument { get; } = new(1, null, "the instrument's own scale; nothing was measured");
}
