using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Kills;

/// <summary>
/// Kills the daemon, as a power cut does to a process, at random instants of runs on a microscope in software that lives on; starts it again each time, and holds the result against a run
/// that nobody disturbed.
/// </summary>
internal sealed class KillBench(KillOptions options, ContentFolders content, string root)
{
    private const string Name = "kills";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Random _random = new(options.Seed);
    private readonly List<string> _different = [], _lost = [], _damaged = [], _notBooked = [];
    private int _largest;

    private string ConfigFolder => Path.Combine(root, "config");

    public async Task<KillReport> RunAsync(IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        var holder = new DemoHolder();
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = 0, TimeFactor = 40 }, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using var closing = twin.ConfigureAwait(false);
        await WriteConfigAsync(holder.Map, twin.Endpoints.SharkSem, cancellationToken).ConfigureAwait(false);

        progress?.Report((0, "a run that nobody disturbs"));
        (string calm, double startS, double runS) = await UndisturbedAsync(holder, cancellationToken).ConfigureAwait(false);
        Dictionary<string, int> expected = Accepted(await EventsAsync(calm, cancellationToken).ConfigureAwait(false));
        int kills = 0, inAcquisition = 0, runs = 0;
        while (kills < options.Kills)
        {
            string data = await PrepareAsync(holder, FormattableString.Invariant($"data-{++runs}"), cancellationToken).ConfigureAwait(false);
            HashSet<string> finished = [];
            while (kills < options.Kills)
            {
                // From the middle of its start to some seconds into its work: the next process has to find what this one left.
                double lives = startS * 0.5 + _random.NextDouble() * (startS * 0.5 + Math.Max(runS / 3, 1));
                bool ended = await LiveAsync(data, TimeSpan.FromSeconds(lives), cancellationToken).ConfigureAwait(false);
                IReadOnlyList<RunEvent> events = await EventsAsync(data, cancellationToken).ConfigureAwait(false);
                if (ended) break;
                kills++;
                if (events.Count > 0 && !events.Any(line => line.Kind == RunEventKind.AcquisitionDone)) inAcquisition++;
                Keep(data, finished, events);
                progress?.Report(((double)kills / options.Kills, FormattableString.Invariant($"{kills} kills, {runs} runs, {Accepted(events).Count} of {expected.Count} tiles")));
            }

            await LiveAsync(data, Patience, cancellationToken).ConfigureAwait(false);
            await HoldAgainstAsync(data, expected, finished, cancellationToken).ConfigureAwait(false);
        }

        return new KillReport { Kills = kills, KillsInAcquisition = inAcquisition, Runs = runs, Tiles = expected.Count, Different = _different, Lost = _lost, Damaged = _damaged, NotBooked = _notBooked, LargestParticleDifference = _largest };
    }

    private async Task<(string Data, double StartS, double RunS)> UndisturbedAsync(DemoHolder holder, CancellationToken cancellationToken)
    {
        string data = await PrepareAsync(holder, "undisturbed", cancellationToken).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        if (!await LiveAsync(data, Patience, cancellationToken).ConfigureAwait(false)) throw new InputException("the undisturbed run did not end", data, "Look at its journal; a slow machine may need a quieter moment");
        double all = watch.Elapsed.TotalSeconds;
        IReadOnlyList<RunEvent> events = await EventsAsync(data, cancellationToken).ConfigureAwait(false);
        double run = (events[^1].Time - events[0].Time).TotalSeconds;
        return (data, Math.Max(all - run, 0.5), run);
    }

    private void Keep(string data, HashSet<string> finished, IReadOnlyList<RunEvent> events)
    {
        HashSet<string> now = [.. Accepted(events).Keys];
        foreach (string tile in finished.Except(now)) _lost.Add($"{Path.GetFileName(data)}: {tile}");
        finished.UnionWith(now);
    }

    private async Task HoldAgainstAsync(string data, Dictionary<string, int> expected, HashSet<string> finished, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(data);
        IReadOnlyList<RunEvent> events = await EventsAsync(data, cancellationToken).ConfigureAwait(false);
        Keep(data, finished, events);
        Dictionary<string, int> accepted = Accepted(events);
        if (!events.Any(line => line.Kind == RunEventKind.RunCompleted)) _different.Add($"{name}: the run did not come to its end");
        foreach (string tile in expected.Keys.Union(accepted.Keys).Order(StringComparer.Ordinal))
        {
            if (!accepted.TryGetValue(tile, out int particles)) _different.Add($"{name}: {tile} is missing");
            else if (!expected.TryGetValue(tile, out int undisturbed)) _different.Add($"{name}: {tile} was not taken by the undisturbed run");
            else _largest = Math.Max(_largest, Math.Abs(particles - undisturbed));
        }

        string run = Directory.GetDirectories(Path.Combine(data, "runs")).Single();
        VerifyReport report = await RunVerifier.VerifyAsync(run, cancellationToken).ConfigureAwait(false);
        _damaged.AddRange(report.Problems.Where(problem => !problem.IsHarmless).Select(problem => $"{name}: {problem.What} ({problem.Where})"));
        IReadOnlyList<DoseEntry> doses = await Storage.Doses.DoseLedger.ReadAsync(DataFolder.OpenReadOnly(data), Name, cancellationToken).ConfigureAwait(false);
        foreach (var exposed in events.Where(line => line.Kind == RunEventKind.ExposureIntended).GroupBy(line => line.Data["frame_id"]!.GetValue<string>()))
            if (doses.Count(entry => entry.What == exposed.Key) < exposed.Count()) _notBooked.Add($"{name}: {exposed.Key}");
    }

    /// <summary>Starts a daemon and kills it after a while, or when its run is done; returns whether it was done.</summary>
    private async Task<bool> LiveAsync(string data, TimeSpan span, CancellationToken cancellationToken)
    {
        string program = typeof(KillBench).Assembly.Location;
        var start = new ProcessStartInfo { FileName = "dotnet", UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (program.Length == 0) start.FileName = Environment.ProcessPath!;
        else start.ArgumentList.Add(program);
        foreach (string argument in (string[])["serve", "--data", data, "--config", ConfigFolder, "--instrument", Name, "--holder", Name, "--urls", "http://127.0.0.1:0"]) start.ArgumentList.Add(argument);
        using Process daemon = Process.Start(start)!;
        Task<string> errors = daemon.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string> output = daemon.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            long began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                TimeSpan left = span - Stopwatch.GetElapsedTime(began);
                await Task.Delay(left < TimeSpan.FromMilliseconds(100) && left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(false);
                if (span == Patience || Random.Shared.Next(4) == 0)
                {
                    if ((await EventsAsync(data, cancellationToken).ConfigureAwait(false)).Any(line => line.Kind is RunEventKind.RunCompleted or RunEventKind.RunFailed)) return true;
                }

                if (daemon.HasExited) throw new InputException($"the daemon ended by itself: {(await errors.ConfigureAwait(false)).Trim()}", data, "Start it by hand with the same options");
            }

            return false;
        }
        finally
        {
            if (!daemon.HasExited) daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            await ((Task)Task.WhenAll(errors, output)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A data folder with the one sample in its queue.</summary>
    private async Task<string> PrepareAsync(DemoHolder holder, string name, CancellationToken cancellationToken)
    {
        string path = Path.Combine(root, name);
        using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var lab = new Lab(
            new LabOptions
            {
                ModelsFolder = content.Models, RecipesFolder = Path.Combine(ConfigFolder, "recipes"), MaterialsFolder = content.Materials, RegressionModel = content.Regression, Holder = holder.Map, SoftwareVersion = SoftwareVersion.Current,
            }, Name, _ => throw new InstrumentFaultException(Fault.Unreachable, "nothing is connected while the queue is filled"), data, TimeProvider.System, NullLogger<Lab>.Instance);
        await using var ending = lab.ConfigureAwait(false);
        await lab.StartAsync(cancellationToken).ConfigureAwait(false);
        await lab.EnqueueAsync(new Sample { Name = Name, Stub = "2", ExpectedDiameterNm = 70 }, Name, "the bench", null, null, cancellationToken).ConfigureAwait(false);
        return path;
    }

    private async Task WriteConfigAsync(HolderMap holder, string endpoint, CancellationToken cancellationToken)
    {
        foreach (string file in Directory.EnumerateFiles(content.Config, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(ConfigFolder, Path.GetRelativePath(content.Config, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        string twin = await File.ReadAllTextAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(ConfigFolder, "instruments", Name + ".yaml"), twin.Replace("port: 8300", $"port: {endpoint[(endpoint.LastIndexOf(':') + 1)..]}", StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        // The same holder as the one on which the queue was filled, so that the sample is known to lie there.
        string stubs = string.Concat(holder.Stubs.Select(stub => FormattableString.Invariant($"  - {{ name: \"{stub.Name}\", x_mm: {stub.XMm}, y_mm: {stub.YMm}, radius_mm: {stub.RadiusMm} }}\n")));
        await AtomicFile.WriteTextAsync(Path.Combine(ConfigFolder, "holders", Name + ".yaml"), $"name: {holder.Name}\nstubs:\n{stubs}", cancellationToken).ConfigureAwait(false);
        // Speeds of drift are those of the microscope's own time, which runs faster than the daemon's.
        await AtomicFile.WriteTextAsync(Path.Combine(ConfigFolder, "recipes", Name + ".yaml"), string.Create(CultureInfo.InvariantCulture, $"""
            name: {Name}
            particle_goal: 1000000
            precision: reported
            maximum_frames: {options.Tiles}
            areas: 3
            exposure: {"{"} field_width_um: 1.45, width_px: 512, height_px: 384, dwell_us: 3 {"}"}
            focus: {"{"} start_mm: 8, every_frames: 6 {"}"}
            drift: {"{"} maximum_nm_per_s: 500 {"}"}
            cell_model: {"{"} fidelity: p2d, grid: 16, particles: 12, realisations: 1 {"}"}
            """), cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, int> Accepted(IReadOnlyList<RunEvent> events)
    {
        var history = new Acquisition.Running.RunHistory(events);
        return new Dictionary<string, int>(history.Accepted);
    }

    private static async Task<IReadOnlyList<RunEvent>> EventsAsync(string data, CancellationToken cancellationToken)
    {
        string runs = Path.Combine(data, "runs");
        string? journal = Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(run => Path.Combine(run, RunFolder.JournalName)).FirstOrDefault(File.Exists) : null;
        return journal is null ? [] : await JournalReader.ReadAsync(journal, cancellationToken).ConfigureAwait(false);
    }
}
