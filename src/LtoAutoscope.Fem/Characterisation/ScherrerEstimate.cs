namespace LtoAutoscope.Fem.Characterisation;

/// <summary>
/// Size of crystallites from the width of one line: D = K·λ / (β·cos θ) (Scherrer 1918, K = 0.9). The diffractometer's own width is not taken off, so it is a lower bound.
/// </summary>
/// <param name="PositionDeg">Position of the line, 2θ, °.</param>
/// <param name="WidthDeg">Full width at half maximum over the background, ° of 2θ.</param>
/// <param name="WavelengthNm">Wavelength, nm.</param>
public sealed record ScherrerEstimate(double PositionDeg, double WidthDeg, double WavelengthNm)
{
    /// <summary>Wavelength of Cu Kα₁, nm.</summary>
    public const double CopperNm = 0.154056;

    /// <summary>Shape factor.</summary>
    public const double ShapeFactor = 0.9;

    /// <summary>The size, nm.</summary>
    public double SizeNm => ShapeFactor * WavelengthNm / (WidthDeg * Math.PI / 180 * Math.Cos(PositionDeg * Math.PI / 360));
}
