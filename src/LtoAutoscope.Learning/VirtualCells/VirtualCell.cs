namespace LtoAutoscope.Learning.VirtualCells;

/// <summary>One row of the virtual study.</summary>
/// <param name="MeanDiameterNm">Mean projected equivalent circle diameter, nm.</param>
/// <param name="AspectRatio">Mean aspect ratio, ≥ 1.</param>
/// <param name="FractalDimension">Mean fractal dimension of the outline, ≥ 1.</param>
/// <param name="Ce1">First-cycle Coulombic efficiency, a fraction, noise included. Virtual: computed, not measured.</param>
public readonly record struct VirtualCell(double MeanDiameterNm, double AspectRatio, double FractalDimension, double Ce1);
