namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// Profile likelihood (Raue et al., Bioinformatics 25 (2009) 1923): a parameter is held at value after value away from its best one and
/// the others are refitted; where χ²/s² rises by 3.84 the 95 % interval ends, and where it never does the data do not determine the parameter.
/// </summary>
internal static class ProfileLikelihood
{
    /// <summary>95 % quantile of χ² with one degree of freedom.</summary>
    internal const double Limit = 3.841458820694124;

    private const int MostPoints = 25;
    private const int Refits = 12;

    internal sealed record Outcome(ProfilePoint[][] Profiles, double[]? Better);

    /// <summary>Traces all profiles, both sides of each, side by side.</summary>
    internal static Outcome Trace(
        FitProblem problem, LeastSquares solver, LeastSquaresOutcome best, int threads, IProgress<double> progress, CancellationToken cancellationToken)
    {
        int n = problem.Parameters.Count, done = 0;
        double s2 = FitStatistics.VarianceFactor(best, n);
        double[] errors = FitStatistics.StandardErrors(best, s2);
        var sides = new List<(double At, double Increase, double[] Point)>[2 * n];
        Parallel.For(0, 2 * n, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, s =>
        {
            sides[s] = Side(problem, solver, best, s2, s / 2, s % 2 == 0 ? -1 : 1, errors[s / 2], cancellationToken);
            progress.Report((double)Interlocked.Increment(ref done) / (2 * n));
        });

        var profiles = new ProfilePoint[n][];
        for (int i = 0; i < n; i++)
        {
            var p = problem.Parameters[i];
            profiles[i] =
            [
                .. sides[2 * i].AsEnumerable().Reverse().Select(v => new ProfilePoint(p.FromCoordinate(v.At), v.Increase)),
                new ProfilePoint(p.FromCoordinate(best.Point[i]), 0),
                .. sides[(2 * i) + 1].Select(v => new ProfilePoint(p.FromCoordinate(v.At), v.Increase)),
            ];
        }

        var lowest = sides.SelectMany(v => v).OrderBy(v => v.Increase).FirstOrDefault();
        return new Outcome(profiles, lowest.Point is not null && lowest.Increase < -0.02 ? lowest.Point : null);
    }

    private static List<(double At, double Increase, double[] Point)> Side(
        FitProblem problem, LeastSquares solver, LeastSquaresOutcome best, double s2, int index, int direction, double error, CancellationToken cancellationToken)
    {
        double bound = direction < 0 ? problem.Low[index] : problem.High[index], range = problem.High[index] - problem.Low[index];
        double step = Math.Clamp(double.IsFinite(error) ? 0.7 * error : range / 10, range / 400, range / 8), at = best.Point[index], last = 0;
        double[] point = [.. best.Point];
        var held = new bool[point.Length];
        held[index] = true;
        var side = new List<(double, double, double[])>();
        while (side.Count < MostPoints && Math.Abs(bound - at) > 1e-9 * range)
        {
            at = direction < 0 ? Math.Max(bound, at - step) : Math.Min(bound, at + step);
            point[index] = at;
            if (solver.Minimise(point, held, Refits, null, null, cancellationToken) is not { } outcome)
            {
                // The model fails from here on: that end of the interval is the last value that could be run.
                side.Add((at, double.PositiveInfinity, [.. point]));
                break;
            }

            point = [.. outcome.Point];
            double increase = (outcome.Cost - best.Cost) / s2;
            side.Add((at, increase, [.. point]));
            if (increase > 1.6 * Limit) break;
            double grown = Math.Sqrt(Math.Max(increase, 0)) - Math.Sqrt(Math.Max(last, 0));
            step = Math.Min(range / 8, step * Math.Clamp(0.6 / Math.Max(grown, 1e-3), 0.5, 2.5));
            last = increase;
        }

        return side;
    }

    /// <summary>Where a profile crosses the limit on a side, by linear interpolation of the root of the increase; null where it does not.</summary>
    internal static double? Crossing(IReadOnlyList<ProfilePoint> profile, double best, int direction, bool logarithmic)
    {
        var side = profile.Where(p => direction < 0 ? p.Value <= best : p.Value >= best).OrderBy(p => direction * p.Value).ToArray();
        for (int i = 1; i < side.Length; i++)
        {
            if (!(side[i].Increase >= Limit)) continue;
            if (!double.IsFinite(side[i].Increase)) return side[i - 1].Value;
            double a = Math.Sqrt(Math.Max(0, side[i - 1].Increase)), b = Math.Sqrt(side[i].Increase), t = (Math.Sqrt(Limit) - a) / (b - a);
            return logarithmic
                ? side[i - 1].Value * Math.Pow(side[i].Value / side[i - 1].Value, t)
                : side[i - 1].Value + (t * (side[i].Value - side[i - 1].Value));
        }

        return null;
    }
}
