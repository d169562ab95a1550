namespace LtoAutoscope.Learning.Optimisation;

/// <summary>The parameters of a Gaussian process with a Matérn 5/2 kernel.</summary>
/// <param name="SignalVariance">Variance of the function around its mean, in the square of the objective's unit, above 0.</param>
/// <param name="Lengthscales">One a coordinate, in its range (0…1), above 0; long ones hardly matter.</param>
/// <param name="Nugget">Variance of what repeats do not tell: scatter from batch to batch, in the square of the objective's unit, ≥ 0.</param>
public sealed record KernelParameters(double SignalVariance, IReadOnlyList<double> Lengthscales, double Nugget);
