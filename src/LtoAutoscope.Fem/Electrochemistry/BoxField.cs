using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// A linear field u over the voxels of a box: (K(k) + diag(d)) u = b, periodic or closed at the sides, closed at one end in z and tied to
/// 0 at the other by a conductance that is 10⁴ times that of a voxel, so that the current through that end is a number of its own.
/// </summary>
internal sealed class BoxField
{
    private const double Tie = 1e4;
    private const int CycleLimit = 200;

    private readonly DiffusionOperator _operator;
    private readonly MultigridSolver _solver;
    private readonly double[] _tie;
    private readonly double[] _diagonal;
    private readonly int _tieFrom;
    private readonly int _tieTo;

    /// <param name="grid">The box.</param>
    /// <param name="voxelSizeM">Edge of a voxel, m.</param>
    /// <param name="coefficients">k of each voxel; 0 outside the field.</param>
    /// <param name="touched">Above 0 at the nodes of the field's domain, images left out.</param>
    /// <param name="periodic">Whether x and y are periodic.</param>
    /// <param name="tiedAtTop">Whether the tied end is z = L.</param>
    internal BoxField(VoxelGrid grid, double voxelSizeM, double[] coefficients, double[] touched, bool periodic, bool tiedAtTop)
    {
        var side = periodic ? BoundaryKind.Periodic : BoundaryKind.Neumann;
        _operator = new DiffusionOperator(grid, voxelSizeM, new BoxBoundary(side, side, BoundaryKind.Neumann));
        _operator.SetCoefficients(coefficients);
        Domain = touched;
        _tie = grid.CreateVector();
        _diagonal = grid.CreateVector();
        double typical = Tie * voxelSizeM * coefficients.Max();
        _tieFrom = tiedAtTop ? grid.Node(0, 0, grid.VoxelsZ) : 0;
        _tieTo = _tieFrom + grid.PlaneStride;
        for (int i = _tieFrom; i < _tieTo; i++)
        {
            if (touched[i] > 0) _tie[i] = typical;
        }

        _solver = new MultigridSolver(_operator);
        SetMass(null);
    }

    /// <summary>Above 0 at the nodes of the domain, images left out.</summary>
    internal double[] Domain { get; }

    /// <summary>Sets k anew.</summary>
    internal void SetCoefficients(double[] coefficients) => _operator.SetCoefficients(coefficients);

    /// <summary>Sets d beside the tie: mass over time for a transient field.</summary>
    internal void SetMass(double[]? mass)
    {
        for (int i = 0; i < _diagonal.Length; i++) _diagonal[i] = _tie[i] + (mass?[i] ?? 0);
        _operator.SetDiagonal(_diagonal);
    }

    /// <summary>Σ tie·u: what leaves through the tied end.</summary>
    internal double ThroughEnd(double[] u)
    {
        double sum = 0;
        for (int i = _tieFrom; i < _tieTo; i++) sum += _tie[i] * u[i];
        return sum;
    }

    /// <summary>y = K u without tie and mass.</summary>
    internal void ApplyStiffness(double[] u, double[] y)
    {
        _operator.SetDiagonal(null);
        _operator.Apply(u, y);
        _operator.SetDiagonal(_diagonal);
    }

    /// <summary>r = b − (K + d) u; returns ‖r‖₂ and Σ r.</summary>
    internal (double Norm, double Sum) Residual(double[] b, double[] u, double[] r)
    {
        _operator.Apply(u, r);
        double squares = 0, sum = 0;
        for (int i = 0; i < r.Length; i++)
        {
            double value = b[i] - r[i];
            r[i] = value;
            squares += value * value;
            sum += value;
        }

        return (Math.Sqrt(squares), sum);
    }

    /// <summary>Solves from the guess in <paramref name="u"/> until ‖b − (K + d) u‖₂ ≤ <paramref name="tolerance"/>.</summary>
    /// <returns>Multigrid cycles.</returns>
    internal int Solve(double[] b, double[] u, double tolerance, CancellationToken cancellationToken)
    {
        double norm = Norm(b);
        if (norm == 0)
        {
            Array.Clear(u);
            return 0;
        }

        return _solver.Solve(b, u, tolerance / norm, CycleLimit, cancellationToken).Iterations;
    }

    internal static double Norm(double[] b)
    {
        double squares = 0;
        foreach (double value in b) squares += value * value;
        return Math.Sqrt(squares);
    }
}
