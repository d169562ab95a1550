using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Characterisation;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>The measured cells of samples as they lie in the data folder. It never writes.</summary>
/// <param name="data">The data folder.</param>
/// <param name="materialsFolder">Folder of materials.</param>
/// <remarks>Thread safety: holds nothing between calls. No name that a caller gives reaches the disk unchecked.</remarks>
public sealed class SampleCellArchive(DataFolder data, string materialsFolder)
{
    /// <summary>The cells of a sample; null where it is not registered.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<SampleCells?> ReadAsync(string sampleName, CancellationToken cancellationToken)
    {
        if (await new SampleStore(data).FindAsync(sampleName, cancellationToken).ConfigureAwait(false) is not { } sample) return null;
        IReadOnlyList<CellTest> cells = await new CellTestStore(data).ListAsync(sampleName, cancellationToken).ConfigureAwait(false);
        List<string> problems = [];
        EfficiencyConvention convention = cells.FirstOrDefault(cell => cell.Counts)?.Convention ?? cells.FirstOrDefault()?.Convention ?? default, useful = UsefulOf(sample, convention, problems);
        return new SampleCells
        {
            Sample = sample, Cells = cells, Convention = convention, Useful = useful, Replicates = Replicates(cells, useful),
            Surface = await SurfaceAsync(sample, problems, cancellationToken).ConfigureAwait(false),
            Patterns = [.. (await new XrdPatternStore(data).ListAsync(sampleName, cancellationToken).ConfigureAwait(false)).Select(record => record.Number)], Problems = problems,
        };
    }

    /// <summary>A cell of a name, or null.</summary>
    public Task<CellTest?> FindAsync(string cellName, CancellationToken cancellationToken) => new CellTestStore(data).FindAsync(cellName, cancellationToken);

    /// <summary>All cells; of one sample where it is given.</summary>
    public Task<IReadOnlyList<CellTest>> ListAsync(string? sampleName, CancellationToken cancellationToken) => new CellTestStore(data).ListAsync(sampleName, cancellationToken);

    /// <summary>The imports of a cell, the newest first.</summary>
    public Task<IReadOnlyList<CellImportDetails>> ReadDetailsAsync(string cellName, CancellationToken cancellationToken) => new CellImportStore(data).ReadDetailsAsync(cellName, cancellationToken);

    /// <summary>The half cycles of a cell.</summary>
    public Task<IReadOnlyList<CellHalfCycle>> ReadCurvesAsync(CellTest cell, CancellationToken cancellationToken) => new CellImportStore(data).ReadCurvesAsync(cell, cancellationToken);

    /// <summary>The cycler's file of a version of a cell; null where there is none.</summary>
    public Task<(Stream File, CellImportDetails Details)?> OpenSourceAsync(string cellName, int version, CancellationToken cancellationToken) => new CellImportStore(data).OpenSourceAsync(cellName, version, cancellationToken);

    /// <summary>A diffraction pattern of a sample; null where there is none.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public async Task<(XrdPatternRecord Record, DiffractionPattern Pattern)?> ReadPatternAsync(string sampleName, int? number, CancellationToken cancellationToken)
    {
        IReadOnlyList<XrdPatternRecord> records = await new XrdPatternStore(data).ListAsync(sampleName, cancellationToken).ConfigureAwait(false);
        XrdPatternRecord? record = number is { } wanted ? records.FirstOrDefault(entry => entry.Number == wanted) : records.Count > 0 ? records[0] : null;
        if (record is null || new XrdPatternStore(data).Open(sampleName, record.Number) is not { } file) return null;
        await using (file.ConfigureAwait(false)) return (record, await Task.Run(() => DiffractionPattern.Read(file, record.SourceName), cancellationToken).ConfigureAwait(false));
    }

    private EfficiencyConvention UsefulOf(Sample sample, EfficiencyConvention otherwise, List<string> problems)
    {
        try
        {
            return new MaterialLibrary(materialsFolder).Load(sample.Material).Convention;
        }
        catch (InputException error)
        {
            problems.Add($"Which half cycle is the useful one is taken from the first cell, for the material cannot be read: {error.What}. {error.Remedy}.");
            return otherwise;
        }
    }

    private static IReadOnlyList<ReplicateStatistic> Replicates(IReadOnlyList<CellTest> cells, EfficiencyConvention useful)
    {
        CellTest[] counted = [.. cells.Where(cell => cell.Counts)];
        if (counted.Length == 0) return [];
        EfficiencyConvention convention = counted[0].Convention;
        double[] rates = [.. counted.SelectMany(cell => cell.Cycles).Select(cycle => cycle.RateBy(useful)).Where(rate => rate > 0).Order()];
        // One nominal rate differs from cell to cell by the error of their masses.
        List<List<double>> groups = [];
        foreach (double rate in rates)
        {
            if (groups.Count == 0 || rate > 1.2 * groups[^1][0]) groups.Add([]);
            groups[^1].Add(rate);
        }

        return
        [
            .. new[]
            {
                ReplicateStatistic.Of("initial efficiency", "", counted.Select(cell => cell.EfficiencyBy(convention))),
                ReplicateStatistic.Of("first lithiation", "mAh/g", counted.Where(cell => cell.Cycles.Count > 0).Select(cell => cell.Cycles[0].LithiationMAhG)),
                ReplicateStatistic.Of("first delithiation", "mAh/g", counted.Where(cell => cell.Cycles.Count > 0).Select(cell => cell.Cycles[0].DelithiationMAhG)),
            }.Concat(groups.Select(group => ReplicateStatistic.Of(
                FormattableString.Invariant($"capacity at {group[group.Count / 2]:0.##}C"), "mAh/g", counted.Select(cell => cell.CapacityBetween(group[0], group[^1], useful) ?? double.NaN)))).OfType<ReplicateStatistic>(),
        ];
    }

    private async Task<SampleSurface?> SurfaceAsync(Sample sample, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            RunFolder? newest = null;
            foreach (string runId in RunFolder.List(data))
            {
                if (!File.Exists(Path.Combine(data.RunPath(runId), "morphology.json"))) continue;
                RunFolder run = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
                if (run.Record.Sample.Name == sample.Name && (newest is null || run.Record.CreatedAt > newest.Record.CreatedAt)) newest = run;
            }

            if (newest is null) return null;
            Morphology morphology = await JsonFile.ReadAsync<Morphology>(newest.MorphologyPath, cancellationToken).ConfigureAwait(false);
            var library = new MaterialLibrary(materialsFolder);
            SpecificSurface surface = SpecificSurface.Of(morphology, newest.Record.Sample.Material == sample.Material ? KeptMaterial.Of(newest, library) : library.Load(sample.Material));
            return new SampleSurface(newest.RunId, surface, sample.BetAreaM2PerG, sample.BetAreaM2PerG is { } bet ? surface.Explain(bet) : []);
        }
        catch (InputException error)
        {
            problems.Add($"The surface cannot be compared: {error.What}. {error.Remedy}.");
            return null;
        }
    }
}
