namespace LtoAutoscope.Learning.Regression;

/// <summary>The solved dual of an ε-SVR.</summary>
/// <param name="Coefficients">β = α − α*, one a training row; 0 where the row is no support vector.</param>
/// <param name="Rho">Offset: f(x) = Σ βᵢ·K(xᵢ, x) − ρ.</param>
/// <param name="DualObjective">½·βᵀKβ + ε·Σ(α + α*) − Σ yβ, which is minimised (LIBSVM's “obj”).</param>
/// <param name="Iterations">Pairs that were optimised.</param>
/// <param name="Violation">Largest violation of the optimality conditions that is left, in units of the target.</param>
internal sealed record SmoSolution(double[] Coefficients, double Rho, double DualObjective, long Iterations, double Violation);
