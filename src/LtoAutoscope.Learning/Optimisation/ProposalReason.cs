using System.Globalization;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Says why a point is proposed.</summary>
internal sealed class ProposalReason(SearchSpace space, IReadOnlyList<Observation> tried, Surrogate? surrogate, OptimiserOptions options)
{
    private const double Matters = 0.7, HardlyMatters = 2.5;
    private readonly double[][] _encoded = [.. tried.Select(entry => space.Encode(entry.Point))];

    /// <summary>A point that was chosen by expected improvement.</summary>
    /// <param name="point">The point.</param>
    /// <param name="prediction">In the sign in which more is better, what was chosen before believed.</param>
    /// <param name="top">The best prediction among the tried ones, in the same sign.</param>
    public SynthesisProposal Of(double[] point, GaussianPrediction prediction, double top)
    {
        double gain = ExpectedImprovement.Below(prediction, top, options.CeilingAbove(top)), probability = ExpectedImprovement.Probability(prediction, top), step = prediction.Mean - top;
        bool exploits = step > 0 && step * probability > 0.5 * gain;
        double shown = options.Minimise ? -prediction.Mean : prediction.Mean;
        string first = exploits
            ? $"Exploits: predicted {Difference(Math.Abs(step))} better than the best of the tried ones, ± {Difference(prediction.Deviation)}."
            : step > 0 ? $"Explores: predicted {Difference(step)} better than the best of the tried ones, but known only to ± {Difference(prediction.Deviation)}, which is where most of the expected gain comes from."
            : $"Explores: predicted {Difference(Math.Abs(step))} short of the best, but known only to ± {Difference(prediction.Deviation)}, so it may still beat it ({(100 * probability).ToString("0", CultureInfo.InvariantCulture)} %).";
        (Observation? near, double? distance) = NearestOf(point);
        return new SynthesisProposal(point, exploits ? ProposalKind.Exploit : ProposalKind.Explore, $"{first} {NearWords(point, near, distance)} {LengthWords()}".TrimEnd())
        {
            Predicted = shown, Deviation = prediction.Deviation, ExpectedGain = gain, ImprovementProbability = probability, Nearest = near, NearestDistance = distance,
        };
    }

    /// <summary>A point that fills the space.</summary>
    public SynthesisProposal Fill(double[] point, int count, int fewest)
    {
        GaussianPrediction? prediction = surrogate?.Predict(point);
        (Observation? near, double? distance) = NearestOf(point);
        string reason = $"Fills the space: {count} of {fewest} syntheses are measured that a choice by expected improvement takes.{(near is null ? "" : " " + NearWords(point, near, distance))}";
        return new SynthesisProposal(point, ProposalKind.SpaceFilling, reason) { Predicted = prediction?.Mean, Deviation = prediction?.Deviation, Nearest = near, NearestDistance = distance };
    }

    private (Observation? Nearest, double? Distance) NearestOf(double[] point)
    {
        if (tried.Count == 0) return (null, null);
        double[] encoded = space.Encode(point);
        int nearest = Enumerable.Range(0, tried.Count).MinBy(i => space.Distance(encoded, _encoded[i]));
        return (tried[nearest], space.Distance(encoded, _encoded[nearest]));
    }

    private string NearWords(double[] point, Observation? near, double? distance)
    {
        if (near is null || distance is null) return "";
        int[] moved = [.. Enumerable.Range(0, point.Length).Where(i => space.Parameters[i].Text(point[i]) != space.Parameters[i].Text(near.Point[i]))
            .OrderByDescending(i => space.IsCategorical[i] ? 2 : Math.Abs(space.Parameters[i].Encode(point[i]) - space.Parameters[i].Encode(near.Point[i]))).Take(3)];
        string differs = string.Join(", ", moved.Select(i => $"{space.Parameters[i].Name} {space.Parameters[i].Text(near.Point[i])} → {space.Parameters[i].Text(point[i])}"));
        string name = near.Label.Length > 0 ? $"Nearest tried: {near.Label}" : "Nearest tried";
        return $"{name}, at {Number(near.Value)} ({distance.Value.ToString("0.00", CultureInfo.InvariantCulture)} of a range away: {(differs.Length > 0 ? differs : "the same settings")}).";
    }

    private string LengthWords()
    {
        if (surrogate is null) return "";
        (string Name, double Length)[] sorted = [.. space.Parameters.Zip(surrogate.Lengthscales, (parameter, length) => (parameter.Name, length)).OrderBy(entry => entry.length)];
        string[] telling = [.. sorted.Where(entry => entry.Length < Matters).Take(3).Select(entry => $"{entry.Name} ({entry.Length.ToString("0.00", CultureInfo.InvariantCulture)})")];
        string[] idle = [.. sorted.Where(entry => entry.Length > HardlyMatters).Select(entry => entry.Name)];
        string most = telling.Length > 0 ? $"Most telling, by lengthscale in ranges: {string.Join(", ", telling)}." : $"No parameter stands out; the shortest lengthscale is that of {sorted[0].Name} ({sorted[0].Length.ToString("0.00", CultureInfo.InvariantCulture)} of its range).";
        return idle.Length > 0 ? $"{most} Hardly any effect seen: {string.Join(", ", idle)}." : most;
    }

    private string Number(double value) => Text(value, options.Unit, 4);

    /// <summary>A difference, which the model does not know to more than two digits.</summary>
    private string Difference(double value) => Text(value, options.DifferenceUnit ?? options.Unit, 2);

    private string Text(double value, string unit, int digits)
    {
        double shown = value * options.Scale;
        int decimals = shown == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(shown))), 0, 4);
        return Math.Round(shown, decimals).ToString("0.####", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "");
    }
}
