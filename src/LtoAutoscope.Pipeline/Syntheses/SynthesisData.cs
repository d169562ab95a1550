using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>What can be learned from: samples with a synthesis in the space and cells that count.</summary>
/// <param name="Tried">Samples, in the order in which their cells came in.</param>
/// <param name="Observations">The same as the optimiser takes them: one entry a synthesis, samples made alike together, the noise from all cells.</param>
/// <param name="Unused">Samples with cells that cannot be learned from.</param>
/// <param name="Cells">Every cell by sample.</param>
/// <param name="Materials">The material of every sample.</param>
public sealed record SynthesisData(
    IReadOnlyList<TriedSynthesis> Tried, IReadOnlyList<Observation> Observations, IReadOnlyList<UnusedSample> Unused, ILookup<string, CellTest> Cells, IReadOnlyDictionary<string, string> Materials)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Domain.InputException">A file cannot be read.</exception>
    public static async Task<SynthesisData> ReadAsync(DataFolder data, SearchSpace space, ObjectiveChoice choice, CancellationToken cancellationToken)
    {
        IReadOnlyList<Sample> samples = await new SampleStore(data).ListAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string, CellTest> cells = (await new CellTestStore(data).ListAsync(null, cancellationToken).ConfigureAwait(false)).Where(cell => cell.Counts).ToLookup(cell => cell.SampleName, StringComparer.Ordinal);
        List<TriedSynthesis> tried = [];
        List<Observation> single = [];
        List<UnusedSample> unused = [];
        foreach (Sample sample in samples)
        {
            CellTest[] own = [.. cells[sample.Name]];
            if (own.Length == 0) continue;
            if (sample.Material != choice.Material)
            {
                unused.Add(new UnusedSample(sample.Name, $"it is of {sample.Material}, and the choice is {choice.Material}"));
                continue;
            }

            CellTest[] telling = [.. own.Where(cell => choice.Of(cell) is not null)];
            if (SynthesisSettings.PointOf(space, sample.Synthesis, out string missing) is not { } point)
            {
                unused.Add(new UnusedSample(sample.Name, missing));
                continue;
            }

            if (telling.Length == 0)
            {
                unused.Add(new UnusedSample(sample.Name, $"none of its {own.Length} cells tells the {choice.Title}"));
                continue;
            }

            (double mean, double? error) = MeanOf(telling, choice);
            tried.Add(new TriedSynthesis(sample.Name, sample.Batch, SynthesisSettings.List(space, point), mean, error, telling.Length, telling.Min(cell => cell.MeasuredAt)));
            single.AddRange(telling.Select(cell => new Observation(point, choice.Of(cell)!.Value) { Label = sample.Name }));
        }

        return new SynthesisData([.. tried.OrderBy(one => one.MeasuredAt).ThenBy(one => one.Sample, StringComparer.Ordinal)], ObservationMerge.Of(space, single), unused, cells, samples.ToDictionary(sample => sample.Name, sample => sample.Material, StringComparer.Ordinal));
    }

    /// <summary>Mean and standard error of the objective over cells that tell it.</summary>
    public static (double Mean, double? Error) MeanOf(IReadOnlyList<CellTest> cells, ObjectiveChoice choice)
    {
        double[] values = [.. cells.Select(cell => choice.Of(cell)!.Value)];
        double mean = values.Average();
        return (mean, values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length));
    }
}
