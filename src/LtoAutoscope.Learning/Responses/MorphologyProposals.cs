using LtoAutoscope.Learning.Optimisation;
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

    /// <summary>Chooses.</summary>
    /// <param name="model">The regression.</param>
    /// <param name="support">Where its data support it.</param>
    /// <param name="heldOut">Its error and spread.</param>
    /// <param name="rows">The training rows, not standardised.</param>
    /// <param name="count">How many, 1…10.</param>
    /// <param name="ceiling">What the target cannot exceed, such as 1 for an efficiency; nothing is gained above it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The best first; fewer than asked for where the supported region is small, and none where the regression sees the ceiling reached.</returns>
    public static IReadOnlyList<MorphologyProposal> Choose(
        SvrModel model, DataSupport support, HeldOutFit heldOut, IReadOnlyList<double[]> rows, int count, double ceiling = double.PositiveInfinity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(rows);
        double best = rows.Max(row => model.Predict(row));
        if (best >= ceiling) return [];
        List<(double[] Point, MorphologyProposal Proposal)> found = [];
        var sequence = HaltonSequence.Plain(support.Ranges.Count);
        for (int i = 1; i <= Candidates; i++)
        {
            if (i % 200 == 0) cancellationToken.ThrowIfCancellationRequested();
            double[] features = [.. support.Ranges.Zip(sequence.Next(), static (range, place) => range.Low + (range.High - range.Low) * place)];
            if (!support.Holds(features)) continue;
            double predicted = model.Predict(features), spread = heldOut.SpreadAt(features), deviation = Math.Sqrt(model.Rmse * model.Rmse + spread * spread);
            found.Add((model.Standardisation.Apply((IReadOnlyList<double>)features), new MorphologyProposal(
                model.Features.Zip(features).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), predicted, deviation, spread, support.DistanceOf(features), ExpectedImprovement.Below(new GaussianPrediction(predicted, deviation), best, ceiling))));
        }

        List<(double[] Point, MorphologyProposal Proposal)> chosen = [];
        foreach (var candidate in found.OrderByDescending(entry => entry.Proposal.Expects))
        {
            if (chosen.Count >= Math.Clamp(count, 1, Most)) break;
            if (chosen.TrueForAll(other => Distance(other.Point, candidate.Point) >= Apart)) chosen.Add(candidate);
        }

        return [.. chosen.Select(entry => entry.Proposal)];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
}
