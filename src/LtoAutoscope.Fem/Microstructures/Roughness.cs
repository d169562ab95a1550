namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// How much more area a rough surface has than the smooth ellipsoid: (outer / inner)^(D_surface − 2) with
/// D_surface = D_outline + 1. The outer cut-off is the feature size, here the particle's projected diameter; below the inner one
/// the surface is taken as smooth.
/// </summary>
/// <remarks>D + 1 holds for planar cuts of isotropic surfaces; a micrograph's outline is a silhouette, which is smoother, so the factor is a lower estimate.</remarks>
public static class Roughness
{
    /// <summary>The factor, at least 1; 1 where the fractal dimension is unknown.</summary>
    /// <param name="outlineDimension">Fractal dimension of the outline; taken into 1…2; NaN where unknown.</param>
    /// <param name="outerNm">Outer cut-off, nm.</param>
    /// <param name="innerNm">Inner cut-off, nm.</param>
    public static double AreaFactor(double outlineDimension, double outerNm, double innerNm)
    {
        if (double.IsNaN(outlineDimension) || !(innerNm > 0) || outerNm <= innerNm) return 1;
        return Math.Pow(outerNm / innerNm, Math.Clamp(outlineDimension, 1, 2) - 1);
    }
}
