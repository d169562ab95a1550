using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Points of a space that can be set and fulfil its constraints.</summary>
public static class SpaceSampler
{
    /// <summary>Points drawn at most for each that is asked for.</summary>
    public const int TriesPerPoint = 200;

    /// <summary>Evenly spread points that fulfil all constraints.</summary>
    /// <param name="space">The space.</param>
    /// <param name="count">How many, ≥ 1; fewer come back where hardly any point fulfils the constraints.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">No point was found that fulfils the constraints.</exception>
    public static IReadOnlyList<double[]> Feasible(SearchSpace space, int count, int seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        var sequence = new HaltonSequence(space.Parameters.Count, seed);
        List<double[]> found = [];
        long tries = (long)TriesPerPoint * count + 20_000;
        for (long i = 0; i < tries && found.Count < count; i++)
        {
            if (i % 1000 == 0) cancellationToken.ThrowIfCancellationRequested();
            double[] point = Point(space, sequence.Next());
            if (space.IsFeasible(point)) found.Add(point);
        }

        return found.Count > 0
            ? found
            : throw new InputException($"none of {tries:N0} points fulfils the constraints: {string.Join("; ", space.Constraints.Select(constraint => constraint.Text))}", "space", "Loosen a constraint or widen a range");
    }

    /// <summary>Spreads <paramref name="count"/> points so that each is as far as it can be from those before it and from those that are taken.</summary>
    /// <param name="space">The space.</param>
    /// <param name="taken">Encoded points that are tried or planned already.</param>
    /// <param name="count">How many.</param>
    /// <param name="separation">Least difference from what is taken, a share of the range.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Points; fewer where the space has no more.</returns>
    public static IReadOnlyList<double[]> Spread(SearchSpace space, IReadOnlyList<double[]> taken, int count, double separation, int seed, CancellationToken cancellationToken = default)
    {
        // Of too many candidates the farthest would all be corners.
        IReadOnlyList<double[]> few = Spread(space, Feasible(space, 20 + 10 * count, seed, cancellationToken), taken, count, separation);
        return few.Count == count ? few : Spread(space, Feasible(space, 2000 + 100 * count, seed, cancellationToken), taken, count, separation);
    }

    private static List<double[]> Spread(SearchSpace space, IReadOnlyList<double[]> candidates, IReadOnlyList<double[]> taken, int count, double separation)
    {
        double[][] encoded = [.. candidates.Select(space.Encode)];
        double[] nearest = [.. encoded.Select(point => taken.Count == 0 ? double.PositiveInfinity : taken.Min(other => space.Distance(point, other)))];
        bool[] isTaken = [.. encoded.Select(point => taken.Any(other => space.Separation(point, other) < separation))];
        List<double[]> chosen = [];
        while (chosen.Count < count)
        {
            int best = -1;
            for (int i = 0; i < candidates.Count; i++)
                if (!isTaken[i] && (best < 0 || nearest[i] > nearest[best])) best = i;
            if (best < 0) break;
            chosen.Add(candidates[best]);
            for (int i = 0; i < candidates.Count; i++)
            {
                nearest[i] = Math.Min(nearest[i], space.Distance(encoded[i], encoded[best]));
                isTaken[i] |= space.Separation(encoded[i], encoded[best]) < separation;
            }
        }

        return chosen;
    }

    /// <summary>The point at a place of the unit cube; each word gets an equal share of its edge.</summary>
    internal static double[] Point(SearchSpace space, double[] unit)
        => space.Decode([.. unit.Select((value, i) => space.IsCategorical[i] ? Math.Min(space.Parameters[i].Levels.Count - 1, Math.Floor(value * space.Parameters[i].Levels.Count)) : value)]);
}
