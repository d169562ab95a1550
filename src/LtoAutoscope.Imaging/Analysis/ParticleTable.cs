using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>The columns of <c>particles.csv</c>; names and order are part of the contract with other tools.</summary>
internal static class ParticleTable
{
    internal static readonly string[] Columns =
    [
        "particle_id", "frame", "x_px", "y_px", "area_nm2", "diameter_nm", "feret_max_nm", "feret_min_nm", "length_nm", "width_nm",
        "aspect_ratio", "perimeter_nm", "circularity", "solidity", "fractal_dimension", "fractal_dimension_se", "touches_border", "weight", "confidence",
    ];

    /// <summary>Columns that came later: they stand after the others, and a table may lack them.</summary>
    internal static readonly string[] LaterColumns =
    [
        "orientation_deg", "fractal_dimension_r2", "fractal_dimension_raw", "box_dimension", "box_dimension_se", "box_dimension_r2",
        "surface_dimension", "surface_dimension_se", "surface_dimension_r2",
    ];

    /// <summary>Columns that stand at the very end; a table from before they were has none of them.</summary>
    internal static readonly string[] SampleColumns = ["class", "agglomerate_id", "agglomerate_weight"];

    /// <summary>The label at the end of a particle id; 0 where there is none.</summary>
    internal static int LabelOf(string particleId)
        => int.TryParse(particleId.AsSpan(particleId.LastIndexOf('-') + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int label) ? label : 0;

    internal static double[] Numbers(Particle p) =>
    [
        p.XPx, p.YPx, p.AreaNm2, p.DiameterNm, p.FeretMaxNm, p.FeretMinNm, p.LengthNm, p.WidthNm,
        p.AspectRatio, p.PerimeterNm, p.Circularity, p.Solidity, p.FractalDimension, p.FractalDimensionSe,
    ];

    internal static double[] LaterNumbers(Particle p) =>
    [
        p.OrientationDeg, p.FractalDimensionR2, p.FractalDimensionRaw, p.BoxDimension, p.BoxDimensionSe, p.BoxDimensionR2,
        p.SurfaceDimension, p.SurfaceDimensionSe, p.SurfaceDimensionR2,
    ];
}
