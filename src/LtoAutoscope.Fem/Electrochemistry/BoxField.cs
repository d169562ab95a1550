using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// A linear field u over the voxels of a box: (K(k) + diag(d)) u = b, periodic or closed at the sides, closed at one end in z and tied to
/// 0 at the other by a conductance that is 10⁶ times that of a voxel, so that the current through that end is a number of its own.
/// </summary>
internal sealed class BoxField
{
    private const double Tie = 1e6;

    private readonly VoxelOperator _operator;
    private readonly bool _periodic;
    private readonly double[] _tie;
    private readonly double[] _diagonal;
    private readonly double[] _inverse;
    private readonly double[] _r;
    private readonly double[] _p;
    private readonly double[] _q;

    /// <param name="grid">The box.</param>
    /// <param name="voxelSizeM">Edge of a voxel, m.</param>
    /// <param name="coefficients">k of each voxel; 0 outside the field.</param>
    /// <param name="periodic">Whether x and y are periodic.</param>
    /// <param name="tiedAtTop">Whether the tied end is z = L.</param>
    internal BoxField(VoxelGrid grid, double voxelSizeM, double[] coefficients, bool periodic, bool tiedAtTop)
    {
        Grid = grid;
        _periodic = periodic;
        _operator = new VoxelOperator(grid, voxelSizeM, coefficients);
        _tie = grid.CreateVector();
        _diagonal = grid.CreateVector();
        _inverse = grid.CreateVector();
        _r = grid.CreateVector();
        _p = grid.CreateVector();
        _q = grid.CreateVector();
        double[] own = _operator.Diagonal.ToArray();
        Fold(own);
        OwnDiagonal = own;
        int plane = tiedAtTop ? grid.VoxelsZ : 0;
        for (int y = 0; y <= grid.VoxelsY; y++)
        {
            for (int x = 0; x <= grid.VoxelsX; x++)
            {
                int node = grid.Node(x, y, plane);
                _tie[node] = Tie * own[node];
            }
        }

        SetMass(null);
    }

    internal VoxelGrid Grid { get; }

    /// <summary>Work vector of <see cref="Residual"/> for callers that want no array of their own.</summary>
    internal double[] Residuals => _r;

    /// <summary>Diagonal of K; zero at images and outside the field.</summary>
    internal double[] OwnDiagonal { get; }

    /// <summary>Sets d beside the tie: mass over time for a transient field.</summary>
    internal void SetMass(double[]? mass)
    {
        for (int i = 0; i < _diagonal.Length; i++)
        {
            _diagonal[i] = _tie[i] + (mass?[i] ?? 0);
            double sum = OwnDiagonal[i] + _diagonal[i];
            _inverse[i] = sum > 0 ? 1 / sum : 0;
        }
    }

    /// <summary>y = K u, without tie and mass; images of u are refreshed.</summary>
    internal void ApplyStiffness(double[] u, double[] y)
    {
        FillImages(u);
        _operator.Apply(u, y);
        Fold(y);
    }

    /// <summary>Σ tie·u: what leaves through the tied end.</summary>
    internal double ThroughEnd(double[] u)
    {
        double sum = 0;
        for (int i = 0; i < u.Length; i++) sum += _tie[i] * u[i];
        return sum;
    }

    /// <summary>b − (K + d) u at originals; returns Σ|r| and Σ r.</summary>
    internal (double Norm, double Sum) Residual(double[] b, double[] u, double[] r)
    {
        ApplyStiffness(u, r);
        double norm = 0, sum = 0;
        for (int i = 0; i < r.Length; i++)
        {
            double value = OwnDiagonal[i] > 0 ? b[i] - r[i] - (_diagonal[i] * u[i]) : 0;
            r[i] = value;
            norm += Math.Abs(value);
            sum += value;
        }

        return (norm, sum);
    }

    /// <summary>Conjugate gradients from the guess in <paramref name="u"/> until Σ|residual| ≤ <paramref name="tolerance"/>.</summary>
    /// <returns>Iterations and the Σ|r| reached.</returns>
    internal (int Iterations, double Norm) Solve(double[] b, double[] u, double tolerance, int limit, CancellationToken cancellationToken)
    {
        double norm = Residual(b, u, _r).Norm, rz = 0;
        for (int i = 0; i < _r.Length; i++)
        {
            double z = _r[i] * _inverse[i];
            _p[i] = z;
            rz += z * _r[i];
        }

        int iteration = 0;
        while (norm > tolerance && iteration < limit)
        {
            if (iteration % 8 == 0) cancellationToken.ThrowIfCancellationRequested();
            ApplyStiffness(_p, _q);
            double curvature = 0;
            for (int i = 0; i < _q.Length; i++)
            {
                _q[i] += _diagonal[i] * _p[i];
                if (OwnDiagonal[i] > 0) curvature += _p[i] * _q[i];
            }

            if (!(curvature > 0)) break;
            double alpha = rz / curvature, next = 0;
            norm = 0;
            for (int i = 0; i < _r.Length; i++)
            {
                if (!(OwnDiagonal[i] > 0)) continue;
                u[i] += alpha * _p[i];
                double r = _r[i] - (alpha * _q[i]);
                _r[i] = r;
                norm += Math.Abs(r);
                next += r * r * _inverse[i];
            }

            double beta = next / rz;
            rz = next;
            for (int i = 0; i < _p.Length; i++) _p[i] = (_r[i] * _inverse[i]) + (beta * _p[i]);
            iteration++;
        }

        FillImages(u);
        return (iteration, norm);
    }

    internal void FillImages(double[] u) => ForEachImage((image, original) => u[image] = u[original]);

    internal void Fold(double[] v) => ForEachImage((image, original) =>
    {
        v[original] += v[image];
        v[image] = 0;
    });

    private void ForEachImage(Action<int, int> body)
    {
        if (!_periodic) return;
        var g = Grid;
        for (int z = 0; z <= g.VoxelsZ; z++)
        {
            for (int y = 0; y <= g.VoxelsY; y++) body(g.Node(g.VoxelsX, y, z), g.Node(0, y, z));
            for (int x = 0; x <= g.VoxelsX; x++) body(g.Node(x, g.VoxelsY, z), g.Node(x, 0, z));
        }
    }
}
