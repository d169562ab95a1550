using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Tests.Rehearsal;

public sealed class RehearserTests : IAsyncLifetime
{
    private static readonly HolderMap Holder = new()
    {
        Name = "bench", Stubs = [new Stub("A", -14, 0, 3), new Stub("B", 0, 0, 3), new Stub("C", 14, 0, 3)], KeepOuts = [new KeepOut("screw", 13, -1, 15, 1)],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("lto-rehearsal-").FullName;
    private DataFolder _data = null!;
    private InstrumentConfiguration _instrument = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _instrument = await InstrumentConfiguration.LoadAsync(Path.Combine(Repository.Config, "instruments", "twin.yaml"), Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_QueueThatCanWork_TellsRangesWaysAndDose()
    {
        RehearsalReport report = await RunAsync([Job("job-1", "one", "A"), Job("job-2", "two", "B")], setting => setting with { ProbeCurrentPa = 100 });
        Assert.True(report.CanWork, Text(report));
        Assert.NotNull(report.EndsBetween);
        Assert.True(report.Jobs[1].Forecast!.StartsBetween!.Value.Early >= report.Jobs[0].Forecast!.EndsBetween!.Value.Early);
        Assert.All(report.Jobs, job => Assert.Equal(60, job.Places.Count));
        Assert.All(report.Jobs, job => Assert.True(job.TravelMm > 10 && job.TravelS > 0 && job.TwinS > job.TravelS, $"{job.TravelMm} {job.TravelS} {job.TwinS}"));
        // 100 pA for 3 µs on a pixel of 3.125 nm.
        Assert.Equal(192, report.Jobs[0].Places.Min(place => place.DosePerNm2)!.Value, 3.0);
        Assert.True(report.SmallestGapMm > 5, $"{report.SmallestGapMm}");
        Assert.True(report.DiskBytes.P90 > report.DiskBytes.P10 && report.DiskBytes.P10 > 1e6);
        Assert.Contains("two", RehearsalPictures.Holder(report, Holder), StringComparison.Ordinal);
        Assert.StartsWith("<svg", RehearsalPictures.Night(report, TimeZoneInfo.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_StubOutsideTheStage_IsRefusedByNameAndTheOthersAreNot()
    {
        var holder = new HolderMap { Name = "wide", Stubs = [new Stub("A", 47, 0, 3), new Stub("B", 0, 0, 3)] };
        RehearsalReport report = await RunAsync([Job("job-1", "far", "A", holder), Job("job-2", "near", "B", holder)], setting => setting with { Holder = holder });
        RehearsalFinding refused = Assert.Single(report.Findings, finding => finding.Kind == FindingKind.Refused);
        Assert.Equal(("interlock", "job-1", "far"), (refused.Check, refused.JobId, refused.Sample));
        Assert.Contains("limits of stage x", refused.Reason, StringComparison.Ordinal);
        Assert.False(report.CanWork);
        Assert.Equal([false, true], report.Jobs.Select(job => job.CanWork));
    }

    [Fact]
    public async Task RunAsync_TilesOverAKeepOut_AreRefused()
        => Assert.Contains("screw", Assert.Single(await RefusedAsync(Job("job-1", "one", "C"))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_HolderThatReachesTheLens_IsRefused()
    {
        var holder = new HolderMap { Name = "tall", Stubs = [new Stub("A", 0, 0, 3, 11), new Stub("B", 14, 0, 3)] };
        RehearsalReport report = await RunAsync([Job("job-1", "one", "B", holder)], setting => setting with { Holder = holder });
        Assert.Contains(report.Findings, finding => finding is { Kind: FindingKind.Refused, Check: "collision" } && finding.Reason.Contains("11", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_KeepOutVolumeOfTheInstrument_IsRefusedByTheSameRules()
    {
        RehearsalReport report = await RunAsync([Job("job-1", "one", "A")], setting => setting with
        {
            Instrument = _instrument with { Envelope = _instrument.Envelope with { KeepOut = [new KeepOutVolume("detector", new AxisRange(-13, -12), new AxisRange(-5, 5), KeepOutVolume.Unbounded)] } },
        });
        Assert.Contains(report.Findings, finding => finding is { Kind: FindingKind.Refused, Check: "interlock" } && finding.Reason.Contains("keep-out volume 'detector'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("focus")]
    [InlineData("calibration")]
    [InlineData("model")]
    [InlineData("material")]
    [InlineData("plan")]
    [InlineData("sample")]
    [InlineData("dose")]
    [InlineData("interlock")]
    public async Task RunAsync_WhatCannotWork_IsRefusedWithItsReason(string check)
    {
        QueuedJob job = Job("job-1", "one", "A");
        job = check switch
        {
            "focus" => job with { Recipe = job.Recipe with { Focus = job.Recipe.Focus with { StartMm = 1 } } },
            "calibration" => job with { Recipe = job.Recipe with { Calibration = new CalibrationSettings { Check = CalibrationPolicy.Required } } },
            "model" => job with { Recipe = job.Recipe with { Segmentation = new SegmentationSettings { Model = "none.onnx" } } },
            "material" => job with { Sample = job.Sample with { Material = "unobtainium" } },
            "plan" => job with { Recipe = job.Recipe with { Plan = job.Recipe.Plan with { RadiusFraction = 1 }, Exposure = job.Recipe.Exposure with { FieldWidthUm = 2000 } } },
            "sample" => job with { Stub = job.Stub with { Name = "Z" } },
            "dose" => job with { Recipe = job.Recipe with { MaximumDosePerNm2 = 50 } },
            _ => job with { Recipe = job.Recipe with { Exposure = job.Recipe.Exposure with { BeamEnergyKv = 30 } } },
        };
        RehearsalReport report = await RunAsync([job], setting => setting with { ProbeCurrentPa = 100, Instrument = setting.Instrument with { Envelope = setting.Instrument.Envelope with { MaximumEnergyKv = 20 } } });
        RehearsalFinding finding = report.Findings.First(each => each.Kind == FindingKind.Refused);
        Assert.Equal((check, "job-1", "one"), (finding.Check, finding.JobId, finding.Sample));
        Assert.NotEmpty(finding.Remedy);
    }

    [Fact]
    public async Task RunAsync_PlacesExposedBefore_AreToldWithTheirRun()
    {
        RehearsalReport first = await RunAsync([Job("job-1", "one", "A")]);
        await using (DoseLedger ledger = await DoseLedger.OpenAsync(_data, "one", TimeProvider.System, Token))
            foreach (RehearsedPlace place in first.Jobs[0].Places.Take(4))
                await ledger.BookAsync(new DoseEntry(DateTimeOffset.UnixEpoch, "run-before", place.FrameId, place.XMm + 14, place.YMm, 3.2, 2.4, 7), Token);
        RehearsalReport report = await RunAsync([Job("job-1", "one", "A"), Job("job-2", "one", "A")]);
        RehearsalFinding[] doses = [.. report.Findings.Where(finding => finding is { Check: "dose", Kind: FindingKind.Warning })];
        Assert.Contains("4 of 60 planned places were exposed before (by run-before), up to 7", doses.Single(finding => finding.JobId == "job-1").Reason, StringComparison.Ordinal);
        // The second job goes to the same places in the same night.
        Assert.Contains("60 of 60", doses.Single(finding => finding.JobId == "job-2").Reason, StringComparison.Ordinal);
        Assert.Equal(4, report.Jobs[0].Places.Count(place => place.BeforePerNm2 == 7));
    }

    [Fact]
    public async Task RunAsync_DeadlineTooEarly_RefusesTheJobsBehindIt()
    {
        RehearsalReport report = await RunAsync([Job("job-1", "one", "A"), Job("job-2", "two", "B")], setting => setting with { Hours = new NightHours(Deadline: DateTimeOffset.UtcNow.AddSeconds(20)) });
        Assert.Equal(["job-1", "job-2"], report.Findings.Where(finding => finding is { Kind: FindingKind.Refused, Check: "hours" }).Select(finding => finding.JobId).Order());
        Assert.Equal(0, report.ChanceByDeadline);
    }

    [Fact]
    public async Task RunAsync_DiskTooSmall_NamesTheFirstJobThatDoesNotFit()
    {
        RehearsalReport report = await RunAsync([Job("job-1", "one", "A")], setting => setting with { ReserveBytes = setting.Data.FreeBytes - 1_000_000 });
        Assert.Contains(report.Findings, finding => finding is { Kind: FindingKind.Refused, Check: "disk", JobId: "job-1" });
    }

    [Fact]
    public async Task RunAsync_SampleThatNobodyConfirmed_IsRefused()
    {
        RehearsalReport report = await Rehearser.RunAsync([new RehearsalJob(Job("job-1", "one", "A"), Problem: "nobody has confirmed that 'one' lies on stub A")], Setting(), TimeProvider.System, null, Token);
        Assert.Contains(report.Findings, finding => finding is { Kind: FindingKind.Refused, Check: "sample" } && finding.Reason.StartsWith("nobody", StringComparison.Ordinal));
    }

    private async Task<RehearsalFinding[]> RefusedAsync(QueuedJob job) => [.. (await RunAsync([job])).Findings.Where(finding => finding.Kind == FindingKind.Refused)];

    private Task<RehearsalReport> RunAsync(QueuedJob[] jobs, Func<RehearsalSetting, RehearsalSetting>? change = null)
        => Rehearser.RunAsync([.. jobs.Select(job => new RehearsalJob(job))], change is null ? Setting() : change(Setting()), TimeProvider.System, null, Token);

    private RehearsalSetting Setting() => new()
    {
        Instrument = _instrument, Holder = Holder, Data = _data, ModelsFolder = Repository.Models, MaterialsFolder = Path.Combine(Repository.Config, "materials"),
        RegressionModel = Path.Combine(Repository.Models, "virtual-ce", "model.onnx"), Times = TimingModel.Empty, ReserveBytes = 0,
    };

    private static QueuedJob Job(string jobId, string sample, string stub, HolderMap? holder = null) => new()
    {
        JobId = jobId, Sample = new Sample { Name = sample, Stub = stub, ExpectedDiameterNm = 100 }, Stub = (holder ?? Holder).Find(stub)!, State = RunState.Queued,
        Recipe = new Recipe { Name = "standard", Precision = PrecisionPolicy.Reported, Focus = new FocusSettings { StartMm = 8 } },
    };

    private static string Text(RehearsalReport report) => string.Join("; ", report.Findings.Select(finding => $"{finding.Kind} {finding.Check} {finding.Reason}"));
}
