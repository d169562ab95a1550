using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>
/// A laboratory with a microscope in software over loopback TCP, a small recipe and a folder of its own. Two loops drive it as the scheduler does.
/// </summary>
internal sealed class LabBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private readonly CancellationTokenSource _end = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-lab-").FullName;
    private readonly List<Task> _loops = [];
    private readonly double _timeFactor;
    private readonly int _port;
    private DataFolder? _data;
    private Lab? _lab;

    private LabBench(double timeFactor) => (_timeFactor, _port) = (timeFactor, FreePort());

    public static HolderMap Holder { get; } = new() { Name = "bench", Stubs = [new Stub("A", 0, 0, 3), new Stub("B", 14, 0, 3), new Stub("C", -14, 0, 3)] };

    public Lab Lab => _lab!;

    public TwinHost? Twin { get; private set; }

    /// <summary>The newest connection of the laboratory; an operator's tool would share it.</summary>
    public InterlockedMicroscope? Instrument { get; private set; }

    /// <summary>The folder, open for writing while the laboratory runs.</summary>
    public DataFolder Data => _data!;

    public string DataPath => Path.Combine(_folder, "data");

    public string RecipesPath => Path.Combine(_folder, "recipes");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Put around every connection of the laboratory.</summary>
    private Func<InterlockedMicroscope, InterlockedMicroscope> Wrap { get; init; } = microscope => microscope;

    /// <summary>The laboratory's clock; the instrument's goes its own way.</summary>
    public ShiftedTime Time { get; } = new();

    /// <summary>How long control by hand lasts, from the next start on.</summary>
    public ControlSettings Control { get; private set; } = new();

    /// <summary>When samples may be imaged, from the next start on.</summary>
    public ScheduleSettings Schedule { get; set; } = ScheduleSettings.Always;

    public static async Task<LabBench> StartAsync(double timeFactor = 40, bool withTwin = true, Func<InterlockedMicroscope, InterlockedMicroscope>? wrap = null, ScheduleSettings? schedule = null, string? at = null, ControlSettings? control = null)
    {
        var bench = wrap is null ? new LabBench(timeFactor) : new LabBench(timeFactor) { Wrap = wrap };
        bench.Control = control ?? new ControlSettings();
        bench.Schedule = schedule ?? ScheduleSettings.Always;
        if (at is not null) bench.Time.Set(at);
        await bench.WriteRecipeAsync("small");
        if (withTwin) await bench.StartTwinAsync();
        await bench.StartLabAsync();
        return bench;
    }

    public async Task WriteRecipeAsync(string name, int goal = 60, int maximumFrames = 12, double dwellUs = 3, string model = "lto-unet.onnx", string more = "")
        => await AtomicFile.WriteTextAsync(Path.Combine(RecipesPath, name + ".yaml"), FormattableString.Invariant($"""
            name: {name}
            particle_goal: {goal}
            maximum_frames: {maximumFrames}
            areas: 2
            exposure:
              field_width_um: 1.45
              width_px: 512
              height_px: 384
              dwell_us: {dwellUs}
            focus:
              start_mm: 8
            segmentation:
              model: {model}
            cell_model:
              grid: 14
              particles: 8
              realisations: 1
            {more}
            """), Token);

    public async Task StartTwinAsync()
    {
        static SyntheticPowderWorld Powder(ulong seed) => new(
            new PowderParameters { Seed = seed, MedianDiameterNm = 68, MeanAspectRatio = 1.2, NumberDensityPerUm2 = 24, MeanClusterSize = 3, OutlineRoughness = 0.015 });
        var world = new HolderWorld(Holder, new Dictionary<string, ISampleWorld> { ["A"] = Powder(3), ["B"] = Powder(4), ["C"] = Powder(5) });
        Twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = _port, TimeFactor = _timeFactor }, world, TimeProvider.System, NullLoggerFactory.Instance, Token);
    }

    public async Task StopTwinAsync()
    {
        if (Twin is { } twin) await twin.DisposeAsync();
        Twin = null;
    }

    /// <summary>Another start of the daemon on the same folder.</summary>
    public async Task StartLabAsync()
    {
        InstrumentConfiguration instrument = (await InstrumentConfiguration.LoadAsync(Path.Combine(Repository.Config, "instruments", "twin.yaml"), Token)).At("127.0.0.1", _port);
        _data = await DataFolder.OpenAsync(DataPath, new DataFolderOptions(), TimeProvider.System, Token);
        var lab = new Lab(
            new LabOptions
            {
                ModelsFolder = Repository.Models, RecipesFolder = RecipesPath, MaterialsFolder = Path.Combine(Repository.Config, "materials"),
                RegressionModel = Path.Combine(Repository.Models, "virtual-ce", "model.onnx"), Holder = Holder, SoftwareVersion = "test", Schedule = Schedule, Control = Control,
            },
            "bench", async token => Instrument = Wrap(await InstrumentFactory.ConnectAsync(instrument, TimeProvider.System, NullLoggerFactory.Instance, token)), _data, Time, NullLogger<Lab>.Instance);
        _lab = lab;
        await lab.StartAsync(Token);
        CancellationToken end = _end.Token;
        _loops.Add(RepeatAsync(() => lab.PollAsync(end), lab, end));
        _loops.Add(RepeatAsync(() => lab.RunNextAsync(end), lab, end));
    }

    /// <summary>An orderly end of the daemon: parked, the running job left to the next start.</summary>
    public async Task StopLabAsync()
    {
        if (_lab is not { } lab) return;
        await lab.ShutDownAsync(Token);
        _lab = null;
        await Task.WhenAll(_loops);
        _loops.Clear();
        await lab.DisposeAsync();
        _data?.Dispose();
    }

    public Task<JobView> EnqueueAsync(string sample = "powder", string recipe = "small", string stub = "A")
        => Lab.EnqueueAsync(Request(sample, recipe, stub), "tester", Token);

    public static JobRequest Request(string sample = "powder", string recipe = "small", string stub = "A")
        => new() { Sample = new Sample { Name = sample, Stub = stub, ExpectedDiameterNm = 70 }, RecipeName = recipe, Confirmed = true };

    public JobView Job(string jobId) => Lab.Current.Queue.Single(job => job.JobId == jobId);

    public Task<JobView> EndOfAsync(string jobId) => JobAsync(jobId, job => job.State is RunState.Completed or RunState.Failed);

    public async Task<JobView> JobAsync(string jobId, Func<JobView, bool> condition)
    {
        await UntilAsync(lab => lab.Queue.Any(job => job.JobId == jobId && condition(job)), $"job {jobId}");
        return Job(jobId);
    }

    public async Task UntilAsync(Func<LabSnapshot, bool> condition, string what)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!condition(Lab.Current))
        {
            LabSnapshot now = Lab.Current;
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience,
                $"Waited in vain for {what}: {now.State} ({now.StateDetail}); {string.Join("; ", now.Queue.Select(job => $"{job.Sample.Name} {job.State} {job.Reason}"))}");
            await Task.Delay(5, Token);
        }
    }

    public async Task<RunFolder> FolderOfAsync(JobView job) => await RunFolder.OpenAsync(Path.Combine(DataPath, "runs", job.RunId!), Token);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopLabAsync();
        }
        finally
        {
            await _end.CancelAsync();
            await StopTwinAsync();
            _end.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task RepeatAsync(Func<Task> work, Lab lab, CancellationToken end)
    {
        while (!end.IsCancellationRequested && ReferenceEquals(_lab, lab))
        {
            try
            {
                await work();
                await Task.Delay(20, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>A port whose successor is free too, because the pixels come over that one.</summary>
    private static int FreePort()
    {
        for (int attempt = 0; ; attempt++)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException) when (attempt < 50)
            {
                // Another pair is tried.
            }
        }
    }
}
