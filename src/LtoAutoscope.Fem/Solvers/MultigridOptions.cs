namespace LtoAutoscope.Fem.Solvers;

/// <summary>How the V-cycle of <see cref="MultigridSolver"/> smooths.</summary>
public sealed record MultigridOptions
{
    /// <summary>Steps of Chebyshev–Jacobi smoothing before and after each coarse correction, at least 1. Default 2.</summary>
    public int SmoothingSteps { get; init; } = 2;

    /// <summary>The smoother works on eigenvalues from the largest down to the largest over this ratio. Default 4.</summary>
    public double SmoothingRange { get; init; } = 4;

    /// <summary>Times that a coarse level is solved for in each cycle: 1 for a V-cycle, 2 for a W-cycle; 0 to choose by how much the coefficients jump. Default 0.</summary>
    public int CoarseVisits { get; init; }
}
