using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Tests.Running;

/// <summary>What outlives a process: the disk (journal, frames, analyses) and the instrument. A test lets one process after another work on it.</summary>
internal sealed class World
{
    public const double SharpAtMm = 5.004;

    public List<RunEvent> Journal { get; } = [];

    public Dictionary<string, Frame> Disk { get; } = [];

    public Dictionary<string, IReadOnlyList<Particle>> Analyses { get; } = [];

    public List<string> Exposed { get; } = [];

    public StagePosition Stage { get; set; } = new(0, 0, 10, 0, 0);

    public double WorkingDistanceMm { get; set; } = 5;

    public VacuumState Vacuum { get; set; } = VacuumState.Ready;

    public Queue<Fault> ScanFaults { get; } = [];

    /// <summary>The emitter is gone when so many tiles have been exposed; null for never.</summary>
    public int? BlownAfterExposures { get; set; }

    public TaskCompletionSource Parked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done by the analyser before each frame.</summary>
    public Func<Task> BeforeAnalysis { get; set; } = () => Task.CompletedTask;

    /// <summary>What the review of a frame says, by its id.</summary>
    public Func<string, IReadOnlyList<string>> Flags { get; set; } = _ => [];

    public static RunRecord Run(int goal = 100, int maximumFrames = 12) => new()
    {
        RunId = "20260101-000000-test",
        Sample = new Sample { Name = "test", Stub = "1" },
        Recipe = new Recipe
        {
            Name = "test", ParticleGoal = goal, MaximumFrames = maximumFrames, Areas = 3,
            Exposure = new ExposureSettings { WidthPx = 256, HeightPx = 192 }, Precision = PrecisionPolicy.Reported,
            // The bench does not drift; a high limit keeps the time between two looks short.
            Drift = new DriftSettings { MaximumNmPerS = 1e5 },
            Focus = new FocusSettings { RangeMm = 0.01, Steps = 7, EveryFrames = 4, Stigmator = AdjustmentPolicy.Off },
        },
        Instrument = "test", CreatedAt = DateTimeOffset.UnixEpoch, SoftwareVersion = "test", SegmentationModel = "test",
        Stub = new Stub("1", 0, 0, 3),
    };

    /// <summary>One process: it runs until it is done or dies.</summary>
    public async Task<AcquisitionOutcome> ProcessAsync(RunRecord run, CrashPlan crash, RunControl? control = null)
    {
        var disk = new CrashingDisk(this, crash);
        var observer = new SilentObserver();
        var context = new AcquisitionContext
        {
            Run = run, Microscope = new BenchMicroscope(this, crash), Journal = disk, Frames = disk, Analyses = disk, Analyser = new CountingAnalyser(this),
            Control = control ?? new RunControl(), Observer = observer, Time = TimeProvider.System,
        };
        using var log = new RunLog(disk, observer);
        return await new AcquisitionEngine(context).RunAsync(log, TestContext.Current.CancellationToken);
    }

    public IEnumerable<string> AcceptedFrames() => Journal.Where(line => line.Kind == RunEventKind.FrameAccepted).Select(line => line.Data["frame_id"]!.GetValue<string>());

    private sealed class CrashingDisk(World world, CrashPlan crash) : IRunJournal, IFrameStore, IFrameAnalysisStore
    {
        public IReadOnlyList<RunEvent> Events => [.. world.Journal];

        public async Task<RunEvent> AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
        {
            var line = new RunEvent(world.Journal.Count + 1, DateTimeOffset.UnixEpoch, kind, (JsonObject)JsonNode.Parse(data.ToJsonString())!);
            await crash.StepAsync(() => world.Journal.Add(line));
            return line;
        }

        public Task<FrameRecord> SaveAsync(Frame frame, CancellationToken cancellationToken) => crash.StepAsync(() =>
        {
            world.Disk[frame.Metadata.FrameId] = frame;
            return Task.FromResult(new FrameRecord(frame.Metadata, frame.Metadata.FrameId, "hash"));
        });

        public Task<Frame> LoadAsync(FrameRecord record, CancellationToken cancellationToken) => Task.FromResult(world.Disk[record.Metadata.FrameId]);

        public Task<bool> VerifyAsync(FrameRecord record, CancellationToken cancellationToken) => Task.FromResult(world.Disk.ContainsKey(record.Metadata.FrameId));

        public Task SaveAsync(Frame frame, FrameAnalysis analysis, CancellationToken cancellationToken)
            => crash.StepAsync(() => world.Analyses[frame.Metadata.FrameId] = analysis.Particles);

        public Task<IReadOnlyList<Particle>?> LoadAsync(string frameId, CancellationToken cancellationToken) => Task.FromResult(world.Analyses.GetValueOrDefault(frameId));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SilentObserver : IRunObserver
    {
        public void OnActivity(string activity) { }

        public void OnScanProgress(double? share) { }

        public void OnEvent(RunEvent runEvent) { }

        public void OnFrame(Frame frame, FrameRecord record) { }

        public void OnAnalysed(FrameRecord record, IReadOnlyList<Particle> particles) { }
    }

    /// <summary>Finds as many particles as the place on the sample says, 15 to 24: a pure function of the frame.</summary>
    private sealed class CountingAnalyser(World world) : IFrameAnalyser
    {
        public string ModelIdentity => "test";

        public async Task<FrameAnalysis> AnalyseAsync(Frame frame, CancellationToken cancellationToken)
        {
            await world.BeforeAnalysis();
            int count = 15 + (int)(Math.Abs(frame.Metadata.Position!.Value.XMm) * 1e5) % 10;
            IReadOnlyList<Particle> particles = [.. Enumerable.Range(1, count).Select(i => new Particle
            {
                ParticleId = $"{frame.Metadata.FrameId}-{i:0000}", Frame = frame.Metadata.FrameId, LabelId = i, XPx = 1, YPx = 1, AreaNm2 = 1, DiameterNm = 1,
                FeretMaxNm = 1, FeretMinNm = 1, LengthNm = 1, WidthNm = 1, AspectRatio = 1, PerimeterNm = 1, Circularity = 1, Solidity = 1,
                FractalDimension = 1, FractalDimensionSe = 0, TouchesBorder = false, Weight = 1, Confidence = 1,
            })];
            return new FrameAnalysis(frame.Metadata.FrameId, particles, new LabelImage(1, 1), 0.3) { Review = new FrameReview(0.5, 0.9, world.Flags(frame.Metadata.FrameId)) };
        }
    }
}
