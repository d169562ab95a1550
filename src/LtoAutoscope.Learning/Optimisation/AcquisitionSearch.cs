using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// The point of a space at which an acquisition is greatest: evenly spread candidates and some near the best so far are tried, and the best of them are improved by a local search with shrinking steps.
/// Every point that is tried can be set, fulfils the constraints, and keeps its distance from what is taken.
/// </summary>
internal sealed class AcquisitionSearch(SearchSpace space, double separation, int seed)
{
    private const int Candidates = 600, NearBest = 120, Starts = 5, MovesPerRadius = 12;
    private const double FirstRadius = 0.12, LastRadius = 0.0015;

    /// <summary>Finds it; null where no point is left.</summary>
    /// <param name="acquisition">Of an encoded point; the greater the better.</param>
    /// <param name="taken">Encoded points that are tried or planned.</param>
    /// <param name="best">Encoded points worth a look around.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public double[]? Greatest(Func<double[], double> acquisition, IReadOnlyList<double[]> taken, IReadOnlyList<double[]> best, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        List<(double[] Point, double[] Encoded, double Value)> found = [];
        foreach (double[] point in SpaceSampler.Feasible(space, Candidates, random.Next(), cancellationToken)) Try(point);
        for (int i = 0; i < NearBest && best.Count > 0; i++) Try(Moved(best[i % best.Count], 0.05, random));
        found.Sort((a, b) => b.Value.CompareTo(a.Value));
        (double[] Point, double[] Encoded, double Value)? greatest = null;
        foreach (var start in found.Take(Starts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = start;
            int moves = MovesPerRadius + 2 * space.Parameters.Count;
            for (double radius = FirstRadius; radius > LastRadius;)
            {
                bool isBetter = false;
                for (int move = 0; move < moves; move++)
                {
                    double[] point = Moved(at.Encoded, radius, random);
                    if (!space.IsFeasible(point)) continue;
                    double[] encoded = space.Encode(point);
                    if (IsTaken(encoded) || acquisition(encoded) is var value && value <= at.Value) continue;
                    (at, isBetter) = ((point, encoded, value), true);
                }

                if (!isBetter) radius *= 0.5;
            }

            if (greatest is null || at.Value > greatest.Value.Value) greatest = at;
        }

        return greatest?.Point;

        void Try(double[] point)
        {
            if (!space.IsFeasible(point)) return;
            double[] encoded = space.Encode(point);
            if (!IsTaken(encoded)) found.Add((point, encoded, acquisition(encoded)));
        }

        bool IsTaken(double[] encoded)
        {
            foreach (double[] other in taken)
                if (space.Separation(encoded, other) < separation) return true;
            return false;
        }
    }

    /// <summary>A point near another: some coordinates are moved, whole numbers by one at least, words now and then.</summary>
    private double[] Moved(double[] encoded, double radius, Random random)
    {
        double[] moved = [.. encoded];
        int certain = random.Next(moved.Length);
        for (int i = 0; i < moved.Length; i++)
        {
            if (i != certain && random.NextDouble() < 0.5) continue;
            SpaceParameter parameter = space.Parameters[i];
            if (parameter.Kind == ParameterKind.Categorical)
            {
                if (moved.Length == 1 || random.NextDouble() < 0.3) moved[i] = random.Next(parameter.Levels.Count);
                continue;
            }

            double step = radius * StandardNormal.Draw(random);
            double least = Math.Max(parameter.Step, parameter.Kind == ParameterKind.Integer ? 1 : 0) / (parameter.High - parameter.Low);
            if (!parameter.IsLog && Math.Abs(step) < least) step = Math.CopySign(least, step);
            moved[i] = Math.Clamp(moved[i] + step, 0, 1);
        }

        return space.Decode(moved);
    }
}
