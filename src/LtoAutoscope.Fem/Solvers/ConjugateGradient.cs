using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// Conjugate gradients with the diagonal as preconditioner for (K + diag(d)) x = b (Hestenes and Stiefel 1952).
/// Holds its work vectors, so that a time loop allocates nothing.
/// </summary>
/// <remarks>Thread safety: one solve at a time for each instance.</remarks>
public sealed class ConjugateGradient
{
    private const int MinimumChunk = 1 << 15;

    private readonly VoxelOperator _operator;
    private readonly double[] _r;
    private readonly double[] _p;
    private readonly double[] _q;
    private readonly int _threads;
    private readonly int _chunks;

    /// <param name="op">The operator.</param>
    /// <param name="threads">Threads for vectors and operator, at least 1.</param>
    public ConjugateGradient(VoxelOperator op, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _operator = op;
        _threads = threads;
        _r = op.Grid.CreateVector();
        _p = op.Grid.CreateVector();
        _q = op.Grid.CreateVector();
        _chunks = Math.Clamp(_r.Length / MinimumChunk, 1, threads);
    }

    /// <summary>Solves (K + diag(d)) x = b from the guess in <paramref name="x"/>.</summary>
    /// <param name="b">Right-hand side; zero at padding, at nodes outside the domain and at fixed nodes.</param>
    /// <param name="x">Guess on entry, solution on return; zero where <paramref name="b"/> must be.</param>
    /// <param name="diagonal">d, or null for none.</param>
    /// <param name="inverseDiagonal">1/(K_ii + d_i); any finite value at nodes outside the domain.</param>
    /// <param name="relativeTolerance">Wanted ‖b − Ax‖₂ / ‖b‖₂.</param>
    /// <param name="maximumIterations">Iterations after which it gives up.</param>
    /// <param name="zeroGuess">Whether <paramref name="x"/> is known to be zero, which saves an application.</param>
    /// <param name="cancellationToken">Ends it within a few iterations.</param>
    public ConjugateGradientOutcome Solve(
        double[] b, double[] x, double[]? diagonal, double[] inverseDiagonal, double relativeTolerance, int maximumIterations, bool zeroGuess = false,
        CancellationToken cancellationToken = default)
    {
        double bNorm = Math.Sqrt(Dot(b, b));
        if (bNorm == 0)
        {
            Array.Clear(x);
            return new ConjugateGradientOutcome(0, 0, true);
        }

        if (!zeroGuess) _operator.Apply(x, _q, diagonal, _threads);
        (double rz, double rr) = Start(b, inverseDiagonal, zeroGuess);
        int iteration = 0;
        while (Math.Sqrt(rr) > relativeTolerance * bNorm && iteration < maximumIterations)
        {
            if (iteration % 8 == 0) cancellationToken.ThrowIfCancellationRequested();
            _operator.Apply(_p, _q, diagonal, _threads);
            double curvature = Dot(_p, _q);
            if (!(curvature > 0)) break;
            (double rzNext, rr) = Advance(x, inverseDiagonal, rz / curvature);
            Direct(inverseDiagonal, rzNext / rz);
            rz = rzNext;
            iteration++;
        }

        double relative = Math.Sqrt(rr) / bNorm;
        return new ConjugateGradientOutcome(iteration, relative, relative <= relativeTolerance);
    }

    private (double Rz, double Rr) Start(double[] b, double[] inverse, bool zeroGuess, int from, int to)
    {
        Vector256<double> rz = default, rr = default;
        for (nuint i = (nuint)from; i < (nuint)to; i += VoxelGrid.Lanes)
        {
            var r = Vector256.LoadUnsafe(ref b[0], i);
            if (!zeroGuess) r -= Vector256.LoadUnsafe(ref _q[0], i);
            var z = r * Vector256.LoadUnsafe(ref inverse[0], i);
            r.StoreUnsafe(ref _r[0], i);
            z.StoreUnsafe(ref _p[0], i);
            rz += r * z;
            rr += r * r;
        }

        return (Vector256.Sum(rz), Vector256.Sum(rr));
    }

    private (double Rz, double Rr) Advance(double[] x, double[] inverse, double alpha, int from, int to)
    {
        var step = Vector256.Create(alpha);
        Vector256<double> rz = default, rr = default;
        ref double xRef = ref x[0], inverseRef = ref inverse[0], rRef = ref _r[0], pRef = ref _p[0], qRef = ref _q[0];
        for (nuint i = (nuint)from; i < (nuint)to; i += VoxelGrid.Lanes)
        {
            (Vector256.LoadUnsafe(ref xRef, i) + (step * Vector256.LoadUnsafe(ref pRef, i))).StoreUnsafe(ref xRef, i);
            var r = Vector256.LoadUnsafe(ref rRef, i) - (step * Vector256.LoadUnsafe(ref qRef, i));
            r.StoreUnsafe(ref rRef, i);
            var square = r * r;
            rz += square * Vector256.LoadUnsafe(ref inverseRef, i);
            rr += square;
        }

        return (Vector256.Sum(rz), Vector256.Sum(rr));
    }

    private void Direct(double[] inverse, double beta, int from, int to)
    {
        var factor = Vector256.Create(beta);
        ref double inverseRef = ref inverse[0], rRef = ref _r[0], pRef = ref _p[0];
        for (nuint i = (nuint)from; i < (nuint)to; i += VoxelGrid.Lanes)
        {
            var z = Vector256.LoadUnsafe(ref rRef, i) * Vector256.LoadUnsafe(ref inverseRef, i);
            (z + (factor * Vector256.LoadUnsafe(ref pRef, i))).StoreUnsafe(ref pRef, i);
        }
    }

    private static double Dot(double[] a, double[] b, int from, int to)
    {
        Vector256<double> sum = default;
        ref double aRef = ref a[0], bRef = ref b[0];
        for (nuint i = (nuint)from; i < (nuint)to; i += VoxelGrid.Lanes)
            sum += Vector256.LoadUnsafe(ref aRef, i) * Vector256.LoadUnsafe(ref bRef, i);
        return Vector256.Sum(sum);
    }

    // One thread takes the plain calls, which allocate nothing; the closures live in methods of their own.
    private double Dot(double[] a, double[] b) => _chunks == 1 ? Dot(a, b, 0, _r.Length) : DotInChunks(a, b);

    private double DotInChunks(double[] a, double[] b) => InChunks((from, to) => (Dot(a, b, from, to), 0)).First;

    private (double Rz, double Rr) Start(double[] b, double[] inverse, bool zeroGuess)
        => _chunks == 1 ? Start(b, inverse, zeroGuess, 0, _r.Length) : StartInChunks(b, inverse, zeroGuess);

    private (double Rz, double Rr) StartInChunks(double[] b, double[] inverse, bool zeroGuess)
        => InChunks((from, to) => Start(b, inverse, zeroGuess, from, to));

    private (double Rz, double Rr) Advance(double[] x, double[] inverse, double alpha)
        => _chunks == 1 ? Advance(x, inverse, alpha, 0, _r.Length) : AdvanceInChunks(x, inverse, alpha);

    private (double Rz, double Rr) AdvanceInChunks(double[] x, double[] inverse, double alpha)
        => InChunks((from, to) => Advance(x, inverse, alpha, from, to));

    private void Direct(double[] inverse, double beta)
    {
        if (_chunks == 1) Direct(inverse, beta, 0, _r.Length);
        else DirectInChunks(inverse, beta);
    }

    private void DirectInChunks(double[] inverse, double beta) => InChunks((from, to) =>
    {
        Direct(inverse, beta, from, to);
        return (0, 0);
    });

    private (double First, double Second) InChunks(Func<int, int, (double First, double Second)> body)
    {
        var parts = new (double First, double Second)[_chunks];
        int blocks = _r.Length / VoxelGrid.Lanes;
        Parallel.For(0, _chunks, i => parts[i] = body(
            (int)((long)blocks * i / _chunks) * VoxelGrid.Lanes, (int)((long)blocks * (i + 1) / _chunks) * VoxelGrid.Lanes));
        (double First, double Second) sum = default;
        foreach (var part in parts) sum = (sum.First + part.First, sum.Second + part.Second);
        return sum;
    }
}
