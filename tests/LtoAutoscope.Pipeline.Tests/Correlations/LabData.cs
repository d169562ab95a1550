using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Tests.Correlations;

/// <summary>A data folder of its own with runs made by hand, deleted with it.</summary>
public sealed class LabData : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);
    private readonly string _path = Directory.CreateTempSubdirectory("lto-lab-").FullName;
    private int _runs;

    private LabData() => Folder = null!;

    /// <summary>The folder, open for writing.</summary>
    public DataFolder Folder { get; private set; }

    /// <summary>Opens an empty one.</summary>
    public static async Task<LabData> OpenAsync(CancellationToken cancellationToken)
    {
        var lab = new LabData();
        lab.Folder = await DataFolder.OpenAsync(lab._path, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, cancellationToken);
        return lab;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    /// <summary>Adds a sample with a run and its morphology; returns the run's folder.</summary>
    public async Task<RunFolder> AddAsync(string name, double diameterNm, double aspect, double fractal, CancellationToken cancellationToken, double[]? cells = null, Synthesis? synthesis = null, string batch = "", bool measured = true, bool simulated = true)
    {
        var sample = new Sample { Name = name, Stub = "1", Batch = batch, Synthesis = synthesis };
        await new SampleStore(Folder).SaveAsync(sample, cancellationToken);
        RunFolder run = await RunFolder.CreateAsync(Folder, new RunRecord
        {
            RunId = $"20261122-{_runs++:000000}-{name}", Sample = sample, Recipe = new Recipe { Name = "standard" }, Instrument = "twin", IsSimulated = simulated, CreatedAt = Start.AddMinutes(_runs), SoftwareVersion = "1",
            SegmentationModel = "none", Stub = new Stub("1", 0, 0, 5),
        }, cancellationToken);
        if (measured) await JsonFile.WriteAsync(run.MorphologyPath, Morphology(diameterNm, aspect, fractal), cancellationToken);
        for (int i = 0; i < (cells ?? []).Length; i++) await new CellTestStore(Folder).SaveAsync(new CellTest(name, $"{name}-c{i}", cells![i], 0.2, Start), cancellationToken);
        return run;
    }

    /// <summary>Adds a cell that was cycled; its first cycle gives the efficiency.</summary>
    public Task AddCyclesAsync(string sample, string cell, CancellationToken cancellationToken, params CycleCapacity[] cycles)
        => new CellTestStore(Folder).SaveAsync(new CellTest(sample, cell, cycles[0].DelithiationMAhG / cycles[0].LithiationMAhG, cycles[0].RatePerHour, Start) { Cycles = cycles }, cancellationToken);

    private static Morphology Morphology(double diameterNm, double aspect, double fractal) => new()
    {
        ParticleCount = 300, PixelSizeNm = 2, DiameterNm = Around(diameterNm, 0.1 * diameterNm, 2), AspectRatio = Around(aspect, 0.1, 0.01), FractalDimension = Around(fractal, 0.02, 0.002),
        VolumeWeighted = new MorphologySummaries { DiameterNm = Around(1.1 * diameterNm, 0.1 * diameterNm, 2), AspectRatio = Around(aspect, 0.1, 0.01), FractalDimension = Around(fractal, 0.02, 0.002) },
        Joint = [.. Enumerable.Range(0, 60).Select(i => new JointSample(diameterNm * (0.85 + 0.005 * i), aspect, fractal, 1))],
    };

    private static MeasureSummary Around(double value, double std, double half)
        => new() { Mean = value, Median = value, Std = std, D10 = value - 1.28 * std, D50 = value, D90 = value + 1.28 * std, MeanCi95 = [value - half, value + half], MedianCi95 = [value - half, value + half] };
}
