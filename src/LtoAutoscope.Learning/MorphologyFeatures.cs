using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Learning;

/// <summary>The features that a morphology can give to a regression.</summary>
public static class MorphologyFeatures
{
    /// <summary>By the names that a model may use: nm, or without unit.</summary>
    public static IReadOnlyDictionary<string, Func<Morphology, double>> Known { get; } = new Dictionary<string, Func<Morphology, double>>(StringComparer.Ordinal)
    {
        ["mean_diameter_nm"] = morphology => morphology.DiameterNm.Mean,
        ["median_diameter_nm"] = morphology => morphology.DiameterNm.Median,
        ["diameter_std_nm"] = morphology => morphology.DiameterNm.Std,
        ["aspect_ratio"] = morphology => morphology.AspectRatio.Mean,
        ["aspect_ratio_std"] = morphology => morphology.AspectRatio.Std,
        ["fractal_dim"] = morphology => morphology.FractalDimension.Mean,
        ["fractal_dim_std"] = morphology => morphology.FractalDimension.Std,
    };
}
