namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// How much more area a rough surface has than the smooth particle: (outer / inner)^(D_surface − 2). Below the inner cut-off the surface is taken as smooth;
/// the outer one is the size of the features that carry the roughness.
/// </summary>
/// <remarks>
/// A micrograph's outline is a silhouette: valleys hide behind hills, and it is smoother than a cut, whose D + 1 is the surface's. The relation here was measured on
/// particles with self-affine surfaces (<see cref="Benchmarks.RoughnessStudy"/>; docs/cell-model.md has the figure): D_surface − 2 is
/// <see cref="SurfacePerSilhouette"/> times what the silhouette's D exceeds a circle's by, and the features begin at <see cref="FeatureShare"/> of the diameter.
/// </remarks>
public static class Roughness
{
    /// <summary>D_surface − 2 over the silhouette's D − <see cref="CircleDimension"/>.</summary>
    public const double SurfacePerSilhouette = 4.1;

    /// <summary>Outer cut-off over the projected diameter.</summary>
    public const double FeatureShare = 0.075;

    /// <summary>What the divider shows of a circle.</summary>
    public const double CircleDimension = 1.006;

    /// <summary>The factor, at least 1; 1 where the fractal dimension is unknown.</summary>
    /// <param name="outlineDimension">Fractal dimension of the outline in a micrograph; NaN where unknown.</param>
    /// <param name="diameterNm">Projected diameter, nm.</param>
    /// <param name="innerNm">Inner cut-off, nm.</param>
    public static double AreaFactor(double outlineDimension, double diameterNm, double innerNm)
    {
        double outer = FeatureShare * diameterNm;
        if (double.IsNaN(outlineDimension) || !(innerNm > 0) || !(outer > innerNm)) return 1;
        // No surface has a dimension above 3.
        return Math.Pow(outer / innerNm, Math.Clamp(SurfacePerSilhouette * (outlineDimension - CircleDimension), 0, 1));
    }
}
