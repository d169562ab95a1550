namespace LtoAutoscope.Fem.Identification;

/// <summary>Where a minimisation ended.</summary>
/// <param name="Point">The coordinates.</param>
/// <param name="Residuals">Weighted residuals there.</param>
/// <param name="Jacobian">Their derivatives by the coordinates, [residual, coordinate]; columns of held coordinates are zero.</param>
/// <param name="Iterations">Accepted steps.</param>
/// <param name="Converged">Whether it ended because nothing more was to be gained.</param>
internal sealed record LeastSquaresOutcome(double[] Point, double[] Residuals, double[,] Jacobian, int Iterations, bool Converged)
{
    /// <summary>Sum of squares.</summary>
    internal double Cost { get; } = Residuals.Sum(r => r * r);
}
