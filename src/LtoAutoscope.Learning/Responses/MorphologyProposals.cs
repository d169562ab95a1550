using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Responses;

/// <summary>
/// Chooses morphologies to make next: points of a Halton sequence over the range of the training rows, kept where the rows support a prediction, and ordered by expected improvement over the best
/// prediction among the rows (Jones, Schonlau and Welch, Journal of Global Optimization 13 (1998) 455). Proposals keep a distance from each other, so that a batch does not ask the same question twice.
/// </summary>
public static class MorphologyProposals
{
    /// <summary>Most that can be asked for.</summary>
    public const int Most = 10;

    private const int Candidates = 3000;
    private const double Apart = 0.5;
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17];

    /// <summary>Chooses.</summary>
    /// <param name="model">The regression.</param>
    /// <param name="support">Where its data support it.</param>
    /// <param name="heldOut">Its error and spread.</param>
    /// <param name="rows">The training rows, not standardised.</param>
    /// <param name="count">How many, 1…10.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The best first; fewer than asked for where the supported region is small.</returns>
    public static IReadOnlyList<MorphologyProposal> Choose(
        SvrModel model, DataSupport support, HeldOutFit heldOut, IReadOnlyList<double[]> rows, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(rows);
        double best = rows.Max(row => model.Predict(row));
        List<(double[] Point, MorphologyProposal Proposal)> found = [];
        for (int i = 1; i <= Candidates; i++)
        {
            if (i % 200 == 0) cancellationToken.ThrowIfCancellationRequested();
            double[] features = [.. support.Ranges.Select((range, f) => range.Low + (range.High - range.Low) * Halton(i, Primes[f % Primes.Length]))];
            if (!support.Holds(features)) continue;
            double predicted = model.Predict(features), spread = heldOut.SpreadAt(features), deviation = Math.Sqrt(model.Rmse * model.Rmse + spread * spread);
            found.Add((model.Standardisation.Apply((IReadOnlyList<double>)features), new MorphologyProposal(
                model.Features.Zip(features).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), predicted, deviation, spread, support.DistanceOf(features), Improvement(predicted - best, deviation))));
        }

        List<(double[] Point, MorphologyProposal Proposal)> chosen = [];
        foreach (var candidate in found.OrderByDescending(entry => entry.Proposal.Expects))
        {
            if (chosen.Count >= Math.Clamp(count, 1, Most)) break;
            if (chosen.TrueForAll(other => Distance(other.Point, candidate.Point) >= Apart)) chosen.Add(candidate);
        }

        return [.. chosen.Select(entry => entry.Proposal)];
    }

    /// <summary>E[max(0, gain + deviation·N(0, 1))].</summary>
    internal static double Improvement(double gain, double deviation)
    {
        if (!(deviation > 0)) return Math.Max(0, gain);
        double z = gain / deviation;
        return gain * NormalShare(z) + deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>Standard normal distribution function (Abramowitz and Stegun 26.2.17, error under 7.5e-8).</summary>
    private static double NormalShare(double z)
    {
        double t = 1 / (1 + 0.2316419 * Math.Abs(z)), tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }

    private static double Halton(int index, int @base)
    {
        double value = 0, share = 1.0 / @base;
        for (; index > 0; index /= @base, share /= @base) value += share * (index % @base);
        return value;
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
}
