using LtoAutoscope.Domain.Recipes;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// The surface of best focus over a stub: a tilted plane, or a bowl, through the places where focus was found, by robust least squares. All epochs
/// share tilt and bowl; each has its own height.
/// </summary>
/// <remarks>
/// Before much is known, it holds to what stubs are like: a tilt of some 5 µm/mm (0.3°), a bowl of some 0.3 µm/mm², a scatter of some 0.5 µm, entered as
/// Gaussian priors and, for the scatter, as two earlier observations. So a single search already predicts its surroundings, with an error that grows
/// with the distance. Outliers are weighted down by Huber's function at 1.5 scatters, iterated (P. J. Huber, Ann. Math. Stat. 35 (1964) 73). Immutable.
/// </remarks>
public sealed class FocusSurface
{
    private const double TiltMmPerMm = 5e-3;
    private const double BowlMmPerMm2 = 3e-4;
    private const double HeightMm = 1;
    private const double PriorScatterMm = 5e-4;
    private const double PriorCount = 2;
    private const double HuberScatters = 1.5;
    private const int Iterations = 8;
    private readonly FocusSurfaceKind _kind;
    private readonly double _base;
    private readonly int[] _epochs;
    private readonly Vector<double> _found;
    private readonly Matrix<double> _covariance;

    private FocusSurface(FocusSurfaceKind kind, double @base, int[] epochs, Vector<double> found, Matrix<double> covariance, double scatterMm, int points)
        => (_kind, _base, _epochs, _found, _covariance, ScatterMm, Points) = (kind, @base, epochs, found, covariance, scatterMm, points);

    /// <summary>How far searches lie from the surface, mm: standard deviation, the prior's included.</summary>
    public double ScatterMm { get; }

    /// <summary>Places that went into it.</summary>
    public int Points { get; }

    /// <summary>Tilt along x, mm per mm.</summary>
    public double TiltX => _found[_epochs.Length];

    /// <summary>Tilt along y, mm per mm.</summary>
    public double TiltY => _found[_epochs.Length + 1];

    /// <summary>Fits a surface; null without points and for <see cref="FocusSurfaceKind.None"/>.</summary>
    public static FocusSurface? Fit(FocusSurfaceKind kind, IReadOnlyList<FocusSurfacePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (kind == FocusSurfaceKind.None || points.Count == 0) return null;
        int[] epochs = [.. points.Select(static point => point.Epoch).Distinct().Order()];
        double @base = points[0].WorkingDistanceMm, scatter = PriorScatterMm;
        double[] priors = Priors(kind, epochs.Length);
        Matrix<double> design = Matrix<double>.Build.DenseOfRowArrays(points.Select(point => Terms(kind, epochs, point.Epoch, point.XMm, point.YMm)));
        Vector<double> heights = Vector<double>.Build.DenseOfEnumerable(points.Select(point => point.WorkingDistanceMm - @base));
        Vector<double> weights = Vector<double>.Build.Dense(points.Count, 1), found;
        Matrix<double> covariance;
        for (int i = 0; ; i++)
        {
            Matrix<double> weighted = Matrix<double>.Build.DiagonalOfDiagonalVector(weights / (scatter * scatter));
            Matrix<double> information = design.TransposeThisAndMultiply(weighted * design) + Matrix<double>.Build.DiagonalOfDiagonalArray([.. priors.Select(static p => 1 / (p * p))]);
            covariance = information.Inverse();
            found = covariance * design.TransposeThisAndMultiply(weighted * heights);
            if (i == Iterations) break;
            Vector<double> residuals = heights - design * found;
            // The parameters that the points, rather than the priors, have fixed take their share of freedom.
            double fixedByPoints = priors.Length - Enumerable.Range(0, priors.Length).Sum(k => covariance[k, k] / (priors[k] * priors[k]));
            double squares = Enumerable.Range(0, points.Count).Sum(k => weights[k] * residuals[k] * residuals[k]);
            scatter = Math.Sqrt((squares + PriorCount * PriorScatterMm * PriorScatterMm) / Math.Max(1, weights.Sum() - fixedByPoints + PriorCount));
            double reach = HuberScatters * scatter;
            weights = residuals.Map(residual => Math.Min(1, reach / Math.Max(Math.Abs(residual), 1e-12)));
        }

        return new FocusSurface(kind, @base, epochs, found, covariance, scatter, points.Count);
    }

    /// <summary>Where focus is expected in the last epoch.</summary>
    /// <param name="xMm">Relative to the middle of the stub, mm.</param>
    /// <param name="yMm">Relative to the middle of the stub, mm.</param>
    public FocusPrediction At(double xMm, double yMm)
    {
        Vector<double> terms = Vector<double>.Build.DenseOfArray(Terms(_kind, _epochs, _epochs[^1], xMm, yMm));
        return new FocusPrediction(_base + terms * _found, Math.Sqrt(terms * (_covariance * terms) + ScatterMm * ScatterMm));
    }

    private static double[] Terms(FocusSurfaceKind kind, int[] epochs, int epoch, double x, double y)
        => [.. epochs.Select(e => e == epoch ? 1.0 : 0), x, y, .. kind == FocusSurfaceKind.Quadratic ? (double[])[x * x, x * y, y * y] : []];

    private static double[] Priors(FocusSurfaceKind kind, int epochs)
        => [.. Enumerable.Repeat(HeightMm, epochs), TiltMmPerMm, TiltMmPerMm, .. kind == FocusSurfaceKind.Quadratic ? (double[])[BowlMmPerMm2, BowlMmPerMm2, BowlMmPerMm2] : []];
}
