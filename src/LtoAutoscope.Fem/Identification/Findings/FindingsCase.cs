namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>One run of the parameter study: smooth, equal particles.</summary>
/// <param name="DiameterNm">Diameter of the sphere of equal volume, nm.</param>
/// <param name="AspectRatio">Length over width of the prolate ellipsoid.</param>
/// <param name="DiffusivityM2S">Effective solid diffusivity, m²/s.</param>
/// <param name="SurfaceChargeCM2">Surface charge q₀ that is lost once, C/m².</param>
/// <param name="SideRateMS">Rate constant of the film reaction, m/s.</param>
/// <param name="RatePerHour">C-rate.</param>
/// <param name="Hold">Whether both cut-offs are held until the current has fallen to a tenth.</param>
internal readonly record struct FindingsCase(
    double DiameterNm, double AspectRatio, double DiffusivityM2S, double SurfaceChargeCM2, double SideRateMS, double RatePerHour, bool Hold = false);
