using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Weeks;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Time;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Benchmarks;

/// <summary>
/// How much of a run's time the beam scans tiles, and whether memory stays flat: one sample on the microscope in software, through the laboratory as it is, with its journals, files and network.
/// </summary>
public static class BeamShareBench
{
    /// <summary>Runs it.</summary>
    /// <param name="options">Tiles, frame and time.</param>
    /// <param name="lab">Where the laboratory finds its parts.</param>
    /// <param name="instrument">The configuration of the microscope in software.</param>
    /// <param name="data">An empty data folder.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<BeamShareReport> RunAsync(BeamShareOptions options, LabOptions lab, InstrumentConfiguration instrument, DataFolder data, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(data);
        string recipes = Path.Combine(data.Root, "bench-recipes");
        await AtomicFile.WriteTextAsync(Path.Combine(recipes, "beam.yaml"), string.Create(CultureInfo.InvariantCulture, $"""
            name: beam
            particle_goal: 1000000
            precision: reported
            maximum_frames: {options.Tiles}
            areas: {Math.Max(1, options.Tiles / 100)}
            exposure: {"{"} field_width_um: {2.9 * options.WidthPx / 1024:0.###}, width_px: {options.WidthPx}, height_px: {options.WidthPx * 3 / 4}, dwell_us: 1 {"}"}
            focus: {"{"} start_mm: 8, every_frames: 50 {"}"}
            cell_model: {"{"} fidelity: p2d, grid: 16, particles: 12, realisations: 1 {"}"}
            """), cancellationToken).ConfigureAwait(false);
        var holder = new DemoHolder();
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = 0, TimeFactor = options.TimeFactor }, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using var closing = twin.ConfigureAwait(false);
        InstrumentConfiguration here = instrument.At(twin.Endpoints.SharkSem);
        var driver = new LabDriver(
            () => new Lab(lab with { Holder = holder.Map, RecipesFolder = recipes, InstrumentTime = new AcceleratedTime(options.TimeFactor) }, here.Name,
                token => InstrumentFactory.ConnectAsync(here, TimeProvider.System, NullLoggerFactory.Instance, token), data, TimeProvider.System, NullLogger<Lab>.Instance), TimeProvider.System);
        await using var ending = driver.ConfigureAwait(false);
        await driver.StartAsync(cancellationToken).ConfigureAwait(false);
        await driver.Lab.EnqueueAsync(new Sample { Name = "beam", Stub = "2", ExpectedDiameterNm = 70 }, "beam", "the bench", null, null, cancellationToken).ConfigureAwait(false);

        var memory = new List<(int Tiles, double ManagedMb, double ResidentMb)>();
        using var process = Process.GetCurrentProcess();
        while (driver.Jobs.Any(job => job.State is RunState.Queued or RunState.Running))
        {
            await Task.Delay(500, cancellationToken).ConfigureAwait(false);
            int tiles = driver.Lab.Current.Running?.Frames.Count ?? 0;
            process.Refresh();
            if (tiles > 0) memory.Add((tiles, GC.GetTotalMemory(forceFullCollection: false) / 1e6, process.WorkingSet64 / 1e6));
            progress?.Report(((double)tiles / options.Tiles, FormattableString.Invariant($"{tiles} of {options.Tiles} tiles")));
        }

        RunFolder folder = await RunFolder.OpenAsync(data, driver.Jobs[0].RunId!, cancellationToken).ConfigureAwait(false);
        return Read(await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false), options, memory);
    }

    private static BeamShareReport Read(IReadOnlyList<RunEvent> events, BeamShareOptions options, List<(int Tiles, double ManagedMb, double ResidentMb)> memory)
    {
        RunEvent[] exposures = [.. events.Where(line => line.Kind == RunEventKind.ExposureIntended)];
        RunEvent first = exposures[0], last = events.Last(line => line.Kind == RunEventKind.FrameSaved);
        double scanS = options.WidthPx * (double)options.WidthPx * 3 / 4 * 1e-6 / options.TimeFactor;
        double wallS = (last.Time - first.Time).TotalSeconds, excludedS = 0;
        DateTimeOffset? since = null;
        foreach (RunEvent line in events.Where(line => line.Time >= first.Time && line.Time <= last.Time))
        {
            switch (line.Kind)
            {
                case RunEventKind.MoveIntended or RunEventKind.FocusIntended or RunEventKind.StigmateIntended or RunEventKind.BrightnessIntended:
                    since ??= line.Time;
                    break;
                case RunEventKind.ExposureIntended when since is { } began:
                    // From the first step towards a tile to its exposure everything is stage, focus, stigmator or drift.
                    excludedS += (line.Time - began).TotalSeconds;
                    since = null;
                    break;
            }
        }

        double latestAnalysis = events.Where(line => line.Kind == RunEventKind.FrameAccepted).Select(line => (line.Time - last.Time).TotalSeconds).DefaultIfEmpty(double.NaN).Max();
        (int Tiles, double ManagedMb, double ResidentMb)[] early = [.. memory.Where(sample => sample.Tiles >= options.Tiles * 0.1 && sample.Tiles <= options.Tiles * 0.3)], late = [.. memory.Where(sample => sample.Tiles >= options.Tiles * 0.8)];
        return new BeamShareReport
        {
            Tiles = exposures.Length, ScanS = Math.Round(scanS * exposures.Length, 2), WallS = Math.Round(wallS, 2), StageAndFocusS = Math.Round(excludedS, 2), BeamShare = Math.Round(scanS * exposures.Length / (wallS - excludedS), 4),
            AnalysisBehindS = Math.Round(latestAnalysis, 2), ManagedEarlyMb = Mean(early, sample => sample.ManagedMb), ManagedLateMb = Mean(late, sample => sample.ManagedMb),
            ResidentEarlyMb = Mean(early, sample => sample.ResidentMb), ResidentLateMb = Mean(late, sample => sample.ResidentMb),
        };
    }

    private static double Mean((int Tiles, double ManagedMb, double ResidentMb)[] samples, Func<(int Tiles, double ManagedMb, double ResidentMb), double> of) => samples.Length == 0 ? double.NaN : Math.Round(samples.Average(of), 1);
}
