namespace LtoAutoscope.Fem.Solvers;

/// <summary>How a conjugate gradient solve ended.</summary>
/// <param name="Iterations">Applications of the operator.</param>
/// <param name="RelativeResidual">‖b − Ax‖₂ / ‖b‖₂ by recurrence.</param>
/// <param name="Converged">Whether the tolerance was met.</param>
public readonly record struct ConjugateGradientOutcome(int Iterations, double RelativeResidual, bool Converged);
