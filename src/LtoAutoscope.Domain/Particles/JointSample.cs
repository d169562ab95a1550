namespace LtoAutoscope.Domain.Particles;

/// <summary>One draw of the joint distribution that the cell model fills its box from: what one counted particle was.</summary>
/// <param name="DiameterNm">Equivalent circle diameter, nm.</param>
/// <param name="AspectRatio">Length over width, ≥ 1.</param>
/// <param name="FractalDimension">Of the outline; NaN where unknown.</param>
/// <param name="Weight">Statistical weight, &gt; 0.</param>
public readonly record struct JointSample(double DiameterNm, double AspectRatio, double FractalDimension, double Weight);
