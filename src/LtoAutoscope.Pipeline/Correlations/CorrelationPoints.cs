using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>Brings samples, runs and cells together: one point a sample, from its newest run with a morphology.</summary>
/// <param name="data">The data folder.</param>
/// <remarks>Thread safety: may be used from many threads. What was read of a run is kept until its files change.</remarks>
public sealed class CorrelationPoints(DataFolder data)
{
    private readonly ConcurrentDictionary<string, (string Stamp, RunPart Part)> _kept = new(StringComparer.Ordinal);

    /// <summary>All points by the name of the sample.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<SamplePoint>> ReadAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, Sample> samples = (await new SampleStore(data).ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        ILookup<string, CellTest> cells = (await new CellTestStore(data).ListAsync(null, cancellationToken).ConfigureAwait(false)).ToLookup(cell => cell.SampleName, StringComparer.Ordinal);
        var newest = new Dictionary<string, RunPart>(StringComparer.Ordinal);
        foreach (string runId in RunFolder.List(data))
        {
            string path = data.RunPath(runId);
            if (!File.Exists(Path.Combine(path, "morphology.json"))) continue;
            RunPart part = await PartAsync(runId, path, cancellationToken).ConfigureAwait(false);
            if (!newest.TryGetValue(part.Record.Sample.Name, out RunPart? other) || part.Record.CreatedAt > other.Record.CreatedAt) newest[part.Record.Sample.Name] = part;
        }

        // A run whose cell model has not ended yet is told by the others of its material.
        Dictionary<string, EfficiencyConvention> conventions = newest.Values.Where(static part => part.Convention is not null)
            .GroupBy(static part => part.Record.Sample.Material, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.First().Convention!.Value, StringComparer.Ordinal);
        return [.. newest.Values.OrderBy(part => part.Record.Sample.Name, StringComparer.Ordinal).Select(part =>
        {
            // What was registered since (a BET surface, say) counts; the run keeps what was known when it began.
            Sample sample = samples.GetValueOrDefault(part.Record.Sample.Name) ?? part.Record.Sample;
            EfficiencyConvention convention = part.Convention ?? conventions.GetValueOrDefault(sample.Material);
            return new SamplePoint
            {
                Sample = sample.Name, Batch = sample.Batch, Material = sample.Material, Synthesis = sample.Synthesis, RunId = part.Record.RunId, IsSimulated = part.Record.IsSimulated,
                ScaleNote = part.Morphology.ScaleNote, Particles = part.Morphology.ParticleCount,
                Quantities = CorrelationQuantity.All.Select(quantity => (quantity.Key, Value: quantity.Of(part.Morphology, sample))).Where(entry => entry.Value is not null)
                    .ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.Ordinal),
                Measured = MeasuredEfficiency.Of([.. cells[sample.Name]], convention),
                Model = part.Cell?.Ce1 is { } ce ? new IntervalValue(ce, part.Cell.Ce1Interval?[0], part.Cell.Ce1Interval?[1]) : null,
                Regression = part.Regression is { } svr && double.IsFinite(svr.Ce1) ? svr.IntervalOrError is [var low, var high] ? new IntervalValue(svr.Ce1, low, high) : new IntervalValue(svr.Ce1) : null,
                RegressionInside = part.Regression?.InsideTrainingData,
                Cells = [.. cells[sample.Name].Where(static cell => cell.Counts)], Convention = convention, CellModel = part.Cell,
            };
        })];
    }

    private async Task<RunPart> PartAsync(string runId, string path, CancellationToken cancellationToken)
    {
        string[] files = [.. new[] { "morphology.json", "fem/result.json", "prediction.json", "fem/material.yaml" }.Select(name => Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar)))];
        string stamp = string.Join('|', files.Select(file => File.Exists(file) ? File.GetLastWriteTimeUtc(file).Ticks : 0));
        if (_kept.TryGetValue(runId, out var kept) && kept.Stamp == stamp) return kept.Part;
        RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        Morphology morphology = await JsonFile.ReadAsync<Morphology>(files[0], cancellationToken).ConfigureAwait(false);
        var part = new RunPart(
            folder.Record, morphology with { Joint = [] },
            File.Exists(files[1]) ? await JsonFile.ReadAsync<CellFigures>(files[1], cancellationToken).ConfigureAwait(false) : null,
            File.Exists(files[2]) ? await JsonFile.ReadAsync<RegressionPrediction>(files[2], cancellationToken).ConfigureAwait(false) : null,
            File.Exists(files[1]) ? null : KeptMaterial.Find(folder)?.Convention);
        _kept[runId] = (stamp, part);
        return part;
    }

    private sealed record RunPart(RunRecord Record, Morphology Morphology, CellFigures? Cell, RegressionPrediction? Regression, EfficiencyConvention? Kept)
    {
        /// <summary>By the cell model's result, else by the material that the run keeps; null where neither is there.</summary>
        public EfficiencyConvention? Convention => Cell?.Convention ?? Kept;
    }
}
