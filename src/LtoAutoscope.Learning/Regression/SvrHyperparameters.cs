namespace LtoAutoscope.Learning.Regression;

/// <summary>The three numbers that a fit is made with.</summary>
/// <param name="C">Price of an error beyond the tube, &gt; 0.</param>
/// <param name="Epsilon">Half-width of the tube in units of the target, ≥ 0.</param>
/// <param name="Gamma">Of the kernel exp(−γ·|a − b|²) on standardised features, &gt; 0.</param>
public sealed record SvrHyperparameters(double C, double Epsilon, double Gamma);
