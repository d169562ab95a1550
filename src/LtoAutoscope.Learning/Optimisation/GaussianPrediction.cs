namespace LtoAutoscope.Learning.Optimisation;

/// <summary>What a Gaussian process knows of the objective at a point.</summary>
/// <param name="Mean">Expected value, in the objective's unit.</param>
/// <param name="Deviation">Standard deviation of the objective itself, without the scatter of a measurement.</param>
public readonly record struct GaussianPrediction(double Mean, double Deviation);
