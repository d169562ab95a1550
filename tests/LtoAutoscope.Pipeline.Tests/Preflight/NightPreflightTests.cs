using System.Text.Json;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Pipeline.Tests.Preflight;

public sealed class NightPreflightTests : IAsyncLifetime
{
    private const long Gib = 1L << 30;
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-preflight-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 18, 0, 0, TimeSpan.Zero));
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _data = await DataFolder.OpenAsync(Path.Combine(_folder, "data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_QuietMachine_MakesEveryCheckAndLeavesNothingBehind()
    {
        string[] before = Directory.GetFileSystemEntries(_data.Root);
        PreflightReport report = await new NightPreflight(_data, new PreflightSettings { MinimumWriteMibPerS = 0.01, LongestFlushS = 600 }, TimeProvider.System).RunAsync([Job("a")], null, Token);
        Assert.Equal(["space", "quota", "share", "write_speed", "restart", "sleep", "clock", "time_zone", "antivirus", "temperature"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.NotEmpty(check.Value));
        Assert.Equal(PreflightOutcome.Passed, Of(report, "write_speed").Outcome);
        Assert.Equal(before, Directory.GetFileSystemEntries(_data.Root));
        Assert.Equal(1, report.Jobs);
        Assert.DoesNotContain("summary", JsonSerializer.Serialize(report, DomainJson.Line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, PreflightOutcome.Passed)]
    [InlineData(2.7, PreflightOutcome.Warning)]
    [InlineData(2.1, PreflightOutcome.Failed)]
    public async Task RunDiskAsync_SpaceForTheQueue_IsHeldAgainstItsNeed(double freeGib, PreflightOutcome expected)
    {
        QueuedJob[] jobs = [Job("a"), Job("b"), Job("done") with { State = RunState.Completed }];
        PreflightReport report = await Preflight(freeGib).RunDiskAsync(jobs, Token);
        PreflightCheck space = Of(report, "space");
        Assert.Equal((expected, 2), (space.Outcome, report.Jobs));
        Assert.Equal(expected != PreflightOutcome.Failed, report.MayBegin);
        Assert.Equal(expected == PreflightOutcome.Passed, space.ToDo.Length == 0);
        // Two runs of 60 frames and a quarter more of 1.5 MiB, with what goes with them, and the cell model.
        Assert.InRange(report.BytesNeeded, 0.4 * Gib, 1.2 * Gib);
        if (expected == PreflightOutcome.Failed) Assert.Contains("space", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BytesNeeded_AfterRuns_IsLearnedFromThem()
    {
        long before = NightSpace.BytesNeeded([Job("a")], _data);
        string run = _data.RunPath("20260601-180000-a");
        await AtomicFile.WriteTextAsync(Path.Combine(run, "run.json"), "{}", Token);
        await AtomicFile.WriteAsync(Path.Combine(run, "frames", "a01-f0001.tif"), new byte[1000], Token);
        await AtomicFile.WriteAsync(Path.Combine(run, "analysis", "a01-f0001.json"), new byte[4000], Token);
        Assert.Equal(before, NightSpace.BytesNeeded([Job("a")], _data));
        await AtomicFile.WriteTextAsync(Path.Combine(run, "report.html"), "<html>", Token);
        long after = NightSpace.BytesNeeded([Job("a")], _data);
        // Five bytes go with each byte of pixels there, and nearly nothing with the run.
        Assert.InRange(after / (75 * 1024.0 * 768 * 2), 4.9, 5.1);
    }

    [Fact]
    public async Task RunDiskAsync_FolderGone_FailsWithTheReason()
    {
        var preflight = new NightPreflight(_data, new PreflightSettings(), TimeProvider.System, new QuietSystem(), new SystemTemperatures(), () => throw new IOException("stale file handle"));
        PreflightReport report = await preflight.RunDiskAsync([], Token);
        Assert.False(report.MayBegin);
        Assert.Contains("stale file handle", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ClockGoesForwardTonight_Warns()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(1), "Test", "Test", "Test",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 6, 2), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 2))]);
        _time.SetLocalTimeZone(zone);
        PreflightCheck check = Of(await Preflight(100).RunAsync([], null, Token), "time_zone");
        Assert.Equal(PreflightOutcome.Warning, check.Outcome);
        Assert.Contains("forward by 60 min", check.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void PendingRestart_OfLinux_IsAFailureOnlyWhereTheSystemRestartsByItself()
    {
        string root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        var linux = new LinuxPreflight(root);
        Assert.Equal(PreflightOutcome.Passed, linux.PendingRestart(true).Outcome);
        Write("run/reboot-required", "*** System restart required ***\n");
        Write("run/reboot-required.pkgs", "linux-image-6.1\nlibc6\n");
        PreflightCheck asked = linux.PendingRestart(true);
        Assert.Equal(PreflightOutcome.Warning, asked.Outcome);
        Assert.Contains("libc6, linux-image-6.1", asked.Value, StringComparison.Ordinal);
        Write("etc/apt/apt.conf.d/50unattended-upgrades", "// Unattended-Upgrade::Automatic-Reboot \"false\";\nUnattended-Upgrade::Automatic-Reboot \"true\";\n");
        Assert.Equal(PreflightOutcome.Failed, linux.PendingRestart(true).Outcome);
        Assert.Equal(PreflightOutcome.Warning, linux.PendingRestart(false).Outcome);

        Assert.Equal(PreflightOutcome.Passed, linux.SleepPolicy().Outcome);
        Write("etc/systemd/logind.conf.d/lab.conf", "[Login]\nIdleAction=suspend\n");
        Assert.Equal(PreflightOutcome.Warning, linux.SleepPolicy().Outcome);

        void Write(string relative, string text)
        {
            string path = Path.Combine(root, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using StreamWriter writer = File.CreateText(path);
            writer.Write(text);
        }
    }

    [Fact]
    public async Task Tasks_OfTheSchedule_TellFigures()
    {
        IRecurringTask disk = new DiskCheckTask(_data, Preflight(0.5));
        TaskReport full = await disk.RunAsync(Token);
        Assert.False(full.Succeeded);
        Assert.Contains("0.5 GiB are free", full.Summary, StringComparison.Ordinal);
        Assert.NotEmpty(full.ToDo);
        Assert.True((await new PreflightTask(_data, Preflight(500)).RunAsync(Token)).Succeeded);

        string target = Path.Combine(_folder, "archives");
        TaskReport backup = await new BackupTask(_data, Repository.Config, new BackupSettings { Folder = target, Keep = 2 }, "test", _time).RunAsync(Token);
        Assert.True(backup.Succeeded, backup.Summary);
        BackupManifest manifest = await BackupArchive.VerifyAsync(Assert.Single(Directory.GetFiles(target)), Token);
        Assert.Contains(manifest.Files, file => file.Path == "config/conditions.yaml");
    }

    [Fact]
    public async Task TakeAsync_PowerHold_SaysWhetherItHoldsAndLetsGo()
    {
        PowerHold hold = await PowerHold.TakeAsync("a test", Token);
        Assert.NotEmpty(hold.Detail);
        Assert.Equal(hold.IsHeld, hold.Detail.Contains("holds", StringComparison.Ordinal) || hold.Detail.Contains("keeps", StringComparison.Ordinal));
        hold.Dispose();
    }

    [Fact]
    public async Task Load_ShippedFiles_AreSoundAndTellTheDefaults()
    {
        Assert.Equal(new ConditionSettings(), ConditionFile.Load(Repository.Config));
        Assert.Equal(new PreflightSettings(), PreflightFile.Load(Repository.Config));
        Assert.Equal(new BackupSettings(), BackupSettings.Load(Repository.Config));
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, ConditionFile.Name), "disk:\n  minimum_free_gib: 5\n  resume_free_gib: 4\nbeam:\n  restarts: 101\n", Token);
        var error = Assert.Throws<InputException>(() => ConditionFile.Load(_folder));
        Assert.Contains("disk.resume_free_gib", error.What, StringComparison.Ordinal);
        Assert.Contains("beam.restarts", error.What, StringComparison.Ordinal);
        Assert.Equal(new ConditionSettings(), ConditionFile.Load(Path.Combine(_folder, "nowhere")));
    }

    [Theory]
    [InlineData("conditions.schema.json", typeof(ConditionSettings))]
    [InlineData("preflight.schema.json", typeof(PreflightSettings))]
    [InlineData("backup.schema.json", typeof(BackupSettings))]
    public void Schema_Shipped_HasExactlyTheKeysAndDefaultsOfTheRecord(string schema, Type type)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Config, schema)));
        Compare(document.RootElement, Activator.CreateInstance(type)!);

        static void Compare(JsonElement element, object record)
        {
            var properties = record.GetType().GetProperties().Where(property => property.CanWrite).ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            Assert.Equal(properties.Keys.Order(), element.GetProperty("properties").EnumerateObject().Select(entry => entry.Name).Order());
            foreach (JsonProperty entry in element.GetProperty("properties").EnumerateObject())
            {
                object? value = properties[entry.Name].GetValue(record);
                if (entry.Value.TryGetProperty("properties", out _)) Compare(entry.Value, value!);
                else if (entry.Value.TryGetProperty("default", out JsonElement told)) Assert.Equal(JsonSerializer.SerializeToElement(value, DomainJson.Line).GetRawText(), told.GetRawText());
                else Assert.Null(value);
            }
        }
    }

    private NightPreflight Preflight(double freeGib)
        => new(_data, new PreflightSettings { MinimumWriteMibPerS = 0.01, LongestFlushS = 600 }, _time, new QuietSystem(), new SystemTemperatures(), () => (long)(freeGib * Gib));

    private static PreflightCheck Of(PreflightReport report, string name) => report.Checks.Single(check => check.Name == name);

    private static QueuedJob Job(string sample) => new() { JobId = sample, Sample = new Sample { Name = sample, Stub = "1" }, Recipe = new Recipe { Name = "r" }, Stub = new Stub("1", 0, 0, 3) };

    private sealed class QuietSystem : IPreflightSystem
    {
        public PreflightCheck PendingRestart(bool refuses) => new("restart", PreflightOutcome.Passed, "none");

        public PreflightCheck SleepPolicy() => new("sleep", PreflightOutcome.Passed, "none");

        public PreflightCheck ClockSynchronised() => new("clock", PreflightOutcome.Passed, "yes");

        public PreflightCheck Antivirus(string dataFolder) => new("antivirus", PreflightOutcome.Skipped, "none");
    }
}
