using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Holds two regressions against each other on the samples that there are, and puts that on record. Nothing that a run has written down is touched.</summary>
/// <param name="data">The data folder.</param>
/// <param name="models">The regressions.</param>
public sealed class RegressionComparer(DataFolder data, RegressionModels models)
{
    /// <summary>The file of a comparison.</summary>
    public const string FileName = "compare.json";

    /// <summary>Compares and records.</summary>
    /// <param name="old">The one.</param>
    /// <param name="candidate">The other.</param>
    /// <param name="by">Who compares.</param>
    /// <param name="cancellationToken">Records nothing.</param>
    /// <returns>The comparison's id and what was found.</returns>
    public async Task<(string Id, RegressionDifference Difference)> CompareAsync(RegressionModel old, RegressionModel candidate, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(candidate);
        RegressionDifference found = await DifferenceAsync(old, candidate, cancellationToken).ConfigureAwait(false);
        ModelRegistry registry = models.RegistryOf(old.Target.Quantity);
        string id = registry.NewComparison();
        await JsonFile.WriteAsync(Path.Combine(registry.ComparisonPath(id), FileName), found, cancellationToken).ConfigureAwait(false);
        await registry.RecordComparisonAsync(id, (old.Reference, old.Sha256), (candidate.Reference, candidate.Sha256), found.Samples.Count, by, cancellationToken).ConfigureAwait(false);
        return (id, found);
    }

    /// <summary>What the two say, sample by sample.</summary>
    /// <exception cref="InputException">They predict different quantities.</exception>
    public async Task<RegressionDifference> DifferenceAsync(RegressionModel old, RegressionModel candidate, CancellationToken cancellationToken)
    {
        using var first = MorphologyRegression.Load(old.Path, old.Identity);
        using var second = MorphologyRegression.Load(candidate.Path, candidate.Identity);
        RegressionTarget target = second.Target;
        if (first.Target != target)
            throw new InputException($"{old.Reference} predicts the {first.Target.Title} and {candidate.Reference} the {target.Title}", "regression", "Compare models of the same quantity");
        List<SampleDifference> samples = [];
        foreach (SamplePoint point in await new CorrelationPoints(data).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Morphology morphology = await JsonFile.ReadAsync<Morphology>(Path.Combine(data.RunPath(point.RunId), "morphology.json"), cancellationToken).ConfigureAwait(false);
            RegressionReading a = first.Read(morphology, point.ModelOf(target), point.Material), b = second.Read(morphology, point.ModelOf(target), point.Material);
            samples.Add(new SampleDifference(point.Sample, point.RunId, Known(a.Value), Known(b.Value), a.IsInside, b.IsInside, point.MeasuredOf(target)));
        }

        double[] shifts = [.. samples.Where(static s => s.Old is not null && s.New is not null).Select(static s => s.New!.Value - s.Old!.Value)];
        return new RegressionDifference(
            old.Reference, candidate.Reference, target.Key, samples, shifts.Length == 0 ? null : shifts.Average(), shifts.Length == 0 ? null : shifts.Max(Math.Abs), Error(samples, static s => s.Old), Error(samples, static s => s.New));
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static double? Error(IEnumerable<SampleDifference> samples, Func<SampleDifference, double?> of)
    {
        double[] squares = [.. samples.Where(s => of(s) is not null && s.Measured is not null).Select(s => Math.Pow(of(s)!.Value - s.Measured!.Value, 2))];
        return squares.Length == 0 ? null : Math.Sqrt(squares.Average());
    }
}
