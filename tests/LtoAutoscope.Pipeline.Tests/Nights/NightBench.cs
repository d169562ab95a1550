using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Pipeline.Tests.Nights;

/// <summary>A data folder in which a test lets a night happen, line by line on a clock of its own.</summary>
internal sealed class NightBench : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-night-").FullName;
    private SampleQueue? _queue;

    private NightBench(DataFolder data) => Data = data;

    public DataFolder Data { get; private set; }

    public FakeTimeProvider Clock { get; } = Evening();

    public SampleQueue Queue => _queue!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<NightBench> StartAsync()
    {
        var bench = new NightBench(null!);
        bench.Data = await DataFolder.OpenAsync(bench._folder, new DataFolderOptions { MinimumFreeBytes = 0 }, bench.Clock, Token);
        bench._queue = await SampleQueue.OpenAsync(bench.Data, bench.Clock, Token);
        return bench;
    }

    public Task<QueuedJob> AddAsync(string name, string description = "", PrecisionPolicy precision = PrecisionPolicy.Required)
        => Queue.AddAsync(new Sample { Name = name, Description = description, Stub = "A" }, new Recipe { Name = "standard", Version = 2, Precision = precision }, new Stub("A", 0, 0, 3), null, "tester", Token);

    /// <summary>Begins the run of a job.</summary>
    public async Task<NightRunWriter> BeginAsync(QueuedJob job)
    {
        string runId = RunId.New(Data, job.Sample.Name, Clock);
        await Queue.StartAsync(job.JobId, runId, Token);
        var record = new RunRecord
        {
            RunId = runId, Sample = job.Sample, Recipe = job.Recipe, Instrument = "SEM 1", IsSimulated = true, CreatedAt = Clock.GetUtcNow(), SoftwareVersion = "test", SegmentationModel = "unet 00", Stub = job.Stub,
        };
        RunFolder folder = await RunFolder.CreateAsync(Data, record, Token);
        return await NightRunWriter.OpenAsync(folder, this, job);
    }

    /// <summary>A morphology with so many particles and so wide an interval, in percent.</summary>
    public static Morphology Morphology(int particles, double medianNm, double percent)
    {
        MeasureSummary Summary(double value) => new()
        {
            Mean = value, Median = value, Std = 3, D10 = value * 0.7, D50 = value, D90 = value * 1.5, MeanCi95 = [value * (1 - percent / 100), value * (1 + percent / 100)], MedianCi95 = [value * (1 - percent / 100), value * (1 + percent / 100)],
        };
        MorphologySummaries three = new() { DiameterNm = Summary(medianNm), AspectRatio = Summary(1.2), FractalDimension = Summary(1.1) };
        return new Morphology
        {
            ParticleCount = particles, BorderCount = 40, FrameCount = 4, PixelSizeNm = 3, DiameterNm = three.DiameterNm, AspectRatio = three.AspectRatio, FractalDimension = three.FractalDimension, VolumeWeighted = three,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync();
        Data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static FakeTimeProvider Evening()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 19, 19, 0, 0, TimeSpan.Zero));
        clock.SetLocalTimeZone(TimeZoneInfo.Utc);
        return clock;
    }
}

/// <summary>Writes the journal of one run as the engine does.</summary>
internal sealed class NightRunWriter : IAsyncDisposable
{
    private readonly NdjsonJournal _journal;
    private readonly NightBench _bench;
    private readonly QueuedJob _job;

    private NightRunWriter(RunFolder folder, NightBench bench, QueuedJob job, NdjsonJournal journal) => (Folder, _bench, _job, _journal) = (folder, bench, job, journal);

    public RunFolder Folder { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<NightRunWriter> OpenAsync(RunFolder folder, NightBench bench, QueuedJob job)
    {
        var writer = new NightRunWriter(folder, bench, job, await folder.OpenJournalAsync(bench.Clock, Token));
        return await writer.AddAsync(0, RunEventKind.RunStarted, new JsonObject { ["run"] = JsonSerializer.SerializeToNode(folder.Record, DomainJson.Line) });
    }

    /// <summary>Lets so many seconds pass and writes a line.</summary>
    public async Task<NightRunWriter> AddAsync(double seconds, string kind, JsonObject? data = null)
    {
        _bench.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await _journal.AppendAsync(kind, data ?? [], Token);
        return this;
    }

    /// <summary>A tile: 2 s of moving, 10 s of imaging, and its verdict at once.</summary>
    public async Task TileAsync(string id, bool accepted = true, string? cause = null, bool quarantined = false)
    {
        await AddAsync(0, RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = id });
        await AddAsync(2, RunEventKind.MoveDone, new JsonObject { ["frame_id"] = id });
        await AddAsync(0, RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = id, ["attempt"] = 1, ["dose_e_nm2"] = 3 });
        await AddAsync(10, RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = id });
        if (accepted) await AddAsync(0, RunEventKind.FrameAccepted, new JsonObject { ["frame_id"] = id, ["whole_count"] = 30, ["particle_count"] = 40 });
        else await RejectAsync(id, cause, final: true, quarantined);
    }

    public Task<NightRunWriter> RejectAsync(string id, string? cause, bool final, bool quarantined = false)
        => AddAsync(0, RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = id, ["reason"] = "It shows nothing: grey values are flat.", ["cause"] = cause, ["final"] = final, ["quarantined"] = quarantined });

    /// <summary>Ends acquisition, parks, and completes the run with these results.</summary>
    public async Task CompleteAsync(Morphology morphology, bool? goalReached)
    {
        await AddAsync(0, RunEventKind.AcquisitionDone, new JsonObject { ["reason"] = "the end of it", ["goal_reached"] = goalReached });
        await AddAsync(1, RunEventKind.Parked, new JsonObject { ["blank_confirmed"] = true, ["halt_confirmed"] = true, ["not_confirmed"] = new JsonArray() });
        await JsonFile.WriteAsync(Folder.MorphologyPath, morphology, Token);
        await AtomicFile.WriteTextAsync(Folder.CellResultPath, """
            {"ce1":0.91,"ce1_interval":[0.9,0.92],"q_lithiation_mAh_g":175,"q_delithiation_mAh_g":159.25,"q_side_mAh_g":12,"loss_breakdown":{"side_reaction_mAh_g":12,"trapped_lithium_mAh_g":3.75},"balance_error":1e-9,"wall_s":3,"run_with":{}}
            """, Token);
        await AddAsync(60, RunEventKind.RunCompleted);
        await _bench.Queue.CompleteAsync(_job.JobId, Token);
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();
}
