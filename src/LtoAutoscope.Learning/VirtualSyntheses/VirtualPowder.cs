namespace LtoAutoscope.Learning.VirtualSyntheses;

/// <summary>The powder that a recipe of the virtual study gives.</summary>
/// <param name="MedianDiameterNm">Median of the log-normal number distribution of projected diameters, nm.</param>
/// <param name="GeometricDeviation">Its geometric standard deviation, &gt; 1.</param>
/// <param name="AspectRatio">Mean ratio of length to width of the projection, ≥ 1.</param>
/// <param name="FractalDimension">Fractal dimension of the outline over the scales at which it is rough, 1…1.6.</param>
/// <param name="Roughness">Root mean square of the outline's roughness over the radius, 0…0.3.</param>
public readonly record struct VirtualPowder(double MedianDiameterNm, double GeometricDeviation, double AspectRatio, double FractalDimension, double Roughness)
{
    /// <summary>Mean of the diameters, nm: median · exp(½·ln² σg).</summary>
    public double MeanDiameterNm => MedianDiameterNm * Math.Exp(0.5 * Math.Log(GeometricDeviation) * Math.Log(GeometricDeviation));
}
