using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Tests.Nights;

public sealed class NightReaderTests
{
    private static readonly DateOnly Date = new(2026, 3, 19);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NightWithEverything_TellsWhatTheJournalsTell()
    {
        await using NightBench bench = await NightBench.StartAsync();
        QueuedJob a = await bench.AddAsync("LTO-A", "700 °C"), b = await bench.AddAsync("LTO-B"), c = await bench.AddAsync("LTO-C");
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await using (NightRunWriter run = await bench.BeginAsync(a))
        {
            await run.AddAsync(3, RunEventKind.Calibrated, new JsonObject { ["measured_pitch_nm"] = 463.1, ["certified_pitch_nm"] = 463.0, ["scale"] = 0.9998, ["uncertainty_percent"] = 0.3, ["reason"] = "start" });
            await run.AddAsync(0, RunEventKind.FocusIntended, new JsonObject { ["frame_id"] = "a01-f0001", ["reason"] = "start" });
            await run.AddAsync(5, RunEventKind.FocusDone, new JsonObject { ["working_distance_mm"] = 5 });
            await run.TileAsync("a01-f0001");
            await run.AddAsync(0, RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = "a01-f0002" });
            await run.AddAsync(10, RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = "a01-f0002" });
            await run.RejectAsync("a01-f0002", "focus", final: false);
            await run.TileAsync("a01-f0002");
            await run.TileAsync("a01-f0003", accepted: false, "charging", quarantined: true);
            await run.TileAsync("a01-f0004", accepted: false, "empty");
            await run.AddAsync(0, RunEventKind.IncidentBegun, new JsonObject { ["incident_id"] = "i001", ["cause"] = "beam_tripped", ["title"] = "The beam tripped", ["reason"] = "Emission fell from 127 to 0 µA.", ["severity"] = "warning", ["evidence"] = new JsonArray("evidence/i001-before.png") });
            await run.AddAsync(20, RunEventKind.RecoveryStep, new JsonObject { ["incident_id"] = "i001", ["rung"] = "reconnect", ["action"] = "The beam was switched on again.", ["budget_left"] = 2 });
            await run.AddAsync(10, RunEventKind.IncidentEnded, new JsonObject { ["incident_id"] = "i001", ["outcome"] = "mended", ["done"] = "The beam was switched on again.", ["to_do"] = "", ["lost_s"] = 30 });
            await run.AddAsync(0, RunEventKind.GoalChecked, new JsonObject { ["particles"] = 300, ["median_nm"] = 112, ["median_low_nm"] = 106, ["median_high_nm"] = 118, ["reached"] = false });
            await run.AddAsync(1, RunEventKind.GoalChecked, new JsonObject { ["particles"] = 510, ["median_nm"] = 112, ["median_low_nm"] = 109, ["median_high_nm"] = 115, ["reached"] = true });
            await run.CompleteAsync(NightBench.Morphology(510, 112, 2.5), goalReached: true);
        }

        await using (NightRunWriter run = await bench.BeginAsync(b))
        {
            await run.TileAsync("a01-f0001");
            await run.CompleteAsync(NightBench.Morphology(410, 150, 4.4), goalReached: false);
        }

        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);

        Assert.Equal("One of three samples reached its goal.", night.Headline);
        Assert.Equal("Two need your hand: LTO-B, LTO-C.", night.Need);
        Assert.Equal(["LTO-A", "LTO-B", "LTO-C"], night.Samples.Select(sample => sample.Name));
        Assert.Equal([GoalState.Reached, GoalState.BelowGoal, GoalState.NotRun], night.Samples.Select(sample => sample.Goal));
        Assert.Contains("410 of 500 particles", night.Samples[1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, night.Samples[0].Convergence.Count);
        Assert.Equal((5, 6, 3, 1, 1, 1, 0), (night.Tiles.Exposed, night.Tiles.Exposures, night.Tiles.Accepted, night.Tiles.Redone, night.Tiles.Quarantined, night.Tiles.Skipped, night.Tiles.Pending));
        Assert.Equal(1, night.Tiles.RedoneBecause["focus"]);
        Assert.Equal(1, night.Tiles.QuarantinedBecause["charging"]);
        Assert.Equal(1, night.Tiles.SkippedBecause["empty"]);
        Assert.Equal(920, night.ParticlesMeasured);
        Assert.Equal(80, night.ParticlesRejected);
        NightIncident incident = Assert.Single(night.Incidents);
        Assert.Equal(("mended", 30.0, "The beam was switched on again."), (incident.Outcome, incident.LostS, incident.Done));
        Assert.Equal("reconnect", Assert.Single(incident.Steps).Rung);
        Assert.Equal($"runs/{night.Samples[0].RunId}/evidence/i001-before.png", Assert.Single(incident.Evidence));
        Assert.Equal(0.9998, Assert.Single(night.Calibrations).Scale);
        Assert.NotNull(night.FreeSince);
        Assert.Equal(new DateTimeOffset(2026, 3, 19, 19, 5, 0, TimeSpan.Zero), night.From);

        // 6 exposures of 10 s, 5 moves of 2 s, 5 s of focus and 3 s of calibration, 30 s of recovery; the rest of the runs was computing, and every second is counted once.
        Assert.Equal(60, night.Spent.ImagingS, 3);
        Assert.Equal(10, night.Spent.MovingS, 3);
        Assert.Equal(8, night.Spent.FocusS, 3);
        Assert.Equal(30, night.Spent.RecoveringS, 3);
        Assert.Equal((night.To - night.From).TotalSeconds, night.Spent.TotalS, 3);
        Assert.Equal(3, night.Provenance.Journals.Count);
        Assert.Empty(night.Provenance.Problems);
    }

    /// <summary>The goal was missed, whatever else a run says of itself.</summary>
    [Theory]
    [InlineData(499, 2.0, true, PrecisionPolicy.Required, GoalState.BelowGoal)]
    [InlineData(900, 3.4, null, PrecisionPolicy.Required, GoalState.BelowGoal)]
    [InlineData(900, 2.0, false, PrecisionPolicy.Required, GoalState.BelowGoal)]
    [InlineData(900, 2.9, null, PrecisionPolicy.Required, GoalState.Reached)]
    [InlineData(900, 9.0, null, PrecisionPolicy.Reported, GoalState.Reached)]
    [InlineData(499, 1.0, null, PrecisionPolicy.Reported, GoalState.BelowGoal)]
    public async Task Read_CompletedRun_IsReachedOnlyWithCountAndPrecision(int particles, double percent, bool? says, PrecisionPolicy precision, GoalState expected)
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A", precision: precision)))
            await run.CompleteAsync(NightBench.Morphology(particles, 100, percent), says);
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        Assert.Equal(expected, Assert.Single(night.Samples).Goal);
        Assert.Equal(expected == GoalState.Reached ? "The sample reached its goal." : "The sample did not reach its goal.", night.Headline);
        Assert.Equal(expected != GoalState.Reached, night.ToDo.Count > 0);
    }

    [Fact]
    public async Task Read_RunThatDiedAndWentOn_TellsTheLossOnce()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"));
        await run.TileAsync("a01-f0001");
        await run.AddAsync(0, RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = "a01-f0002" });
        await run.AddAsync(120, RunEventKind.RunResumed, new JsonObject { ["reason"] = "one frame counts" });
        await run.TileAsync("a01-f0002");
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        NightIncident died = Assert.Single(night.Incidents);
        Assert.Equal(("process_died", 120.0), (died.Cause, died.LostS));
        Assert.Equal(120, night.Spent.RecoveringS, 3);
        Assert.Equal((2, 3), (night.Tiles.Accepted, night.Tiles.Exposures));
        Assert.Equal(GoalState.Running, night.Samples[0].Goal);
        Assert.Null(night.FreeSince);
    }

    [Fact]
    public async Task Read_HeldByFaultWithDoubtfulPark_AsksForAPersonFirst()
    {
        await using NightBench bench = await NightBench.StartAsync();
        QueuedJob job = await bench.AddAsync("LTO-A");
        await using NightRunWriter run = await bench.BeginAsync(job);
        await run.TileAsync("a01-f0001");
        await run.AddAsync(1, RunEventKind.Fault, new JsonObject { ["fault"] = "vacuum_lost", ["detail"] = "the chamber reads 3 Pa", ["action"] = "the run is held" });
        await run.AddAsync(9, RunEventKind.Parked, new JsonObject { ["blank_confirmed"] = false, ["not_confirmed"] = new JsonArray("blank_not_confirmed") });
        await run.AddAsync(0, RunEventKind.RunStopped, new JsonObject { ["by"] = "the instrument", ["reason"] = "The vacuum is gone." });
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        Assert.Equal("First: Look at the instrument.", night.Need);
        Assert.Equal("The sample did not reach its goal.", night.Headline);
        Assert.Null(night.FreeSince);
        Assert.Contains(night.Incidents, incident => incident.Cause == "vacuum_lost");
        Assert.Contains(night.Incidents, incident => incident is { Cause: "held", IsMended: false });
        Assert.Equal(GoalState.Held, night.Samples[0].Goal);
    }

    [Fact]
    public async Task Read_ConditionThatDidNotRecover_IsNotCalledMended()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"));
        await run.AddAsync(0, RunEventKind.Suspended, new JsonObject { ["condition"] = "vacuum", ["value"] = "3 Pa", ["limit"] = "1 Pa" });
        await run.AddAsync(1800, RunEventKind.SuspensionEnded, new JsonObject { ["condition"] = "vacuum", ["recovered"] = false });
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        NightIncident incident = Assert.Single(night.Incidents);
        Assert.False(incident.IsMended);
        Assert.Equal("First: Waited for vacuum: LTO-A.", night.Need);
    }

    [Fact]
    public async Task Read_SuspendedRun_WaitsAndDoesNotRecover()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"));
        await run.TileAsync("a01-f0001");
        await run.AddAsync(0, RunEventKind.Suspended, new JsonObject { ["condition"] = "beam_current", ["value"] = 119.4, ["limit"] = 121, ["since"] = "2026-03-19T19:00:00Z", ["resumes_when"] = "above 121 for 60 s" });
        await run.AddAsync(300, RunEventKind.SuspensionEnded, new JsonObject { ["condition"] = "beam_current", ["waited_s"] = 300, ["suspect"] = new JsonArray("a01-f0001") });
        await run.TileAsync("a01-f0002");
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        NightIncident incident = Assert.Single(night.Incidents);
        Assert.Equal(("Waited for beam current", "mended", 300.0), (incident.Title, incident.Outcome, incident.LostS));
        Assert.Contains("119.4", incident.Reason, StringComparison.Ordinal);
        Assert.Contains("121", incident.Reason, StringComparison.Ordinal);
        Assert.Equal(300, night.Spent.WaitingS, 3);
        Assert.Equal(0, night.Spent.RecoveringS, 3);
    }

    [Fact]
    public async Task Read_SameSampleOfAnEarlierNight_IsCompared()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"))) await run.CompleteAsync(NightBench.Morphology(600, 118, 2), true);
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-1", "800 °C"))) await run.CompleteAsync(NightBench.Morphology(600, 150, 2), true);
        bench.Clock.Advance(TimeSpan.FromDays(3));
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"))) await run.CompleteAsync(NightBench.Morphology(600, 112, 2), true);
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-2", "800 °C"))) await run.CompleteAsync(NightBench.Morphology(600, 151, 2), true);
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-3"))) await run.CompleteAsync(NightBench.Morphology(600, 99, 2), true);
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date.AddDays(3), TimeZoneInfo.Utc), bench.Clock, Token);
        Assert.Equal("All three samples reached their goals.", night.Headline);
        Assert.Equal(["LTO-A", "LTO-2"], night.Comparisons.Select(pair => pair.Sample));
        Assert.Equal(-6, night.Comparisons[0].ChangeNm, 6);
        Assert.True(night.Comparisons[0].IsSignificant);
        Assert.False(night.Comparisons[1].IsSignificant);
        Assert.Equal("LTO-1", night.Comparisons[1].EarlierSample);
    }

    /// <summary>Lines without keys, words of a later version and a damaged journal cost what they would have told, never the page.</summary>
    [Fact]
    public async Task Read_LinesWithoutKeysAndADamagedJournal_BearsBoth()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A")))
        {
            foreach (string kind in typeof(RunEventKind).GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(kind => kind is not (RunEventKind.RunCompleted or RunEventKind.RunFailed or RunEventKind.RunStopped)))
                await run.AddAsync(1, kind);
            await run.AddAsync(1, "a_word_of_tomorrow", new JsonObject { ["x"] = 1 });
        }

        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-B"))) await run.CompleteAsync(NightBench.Morphology(600, 100, 2), true);
        string damaged;
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-C")))
        {
            await run.TileAsync("a01-f0001");
            damaged = run.Folder.JournalPath;
        }

        byte[] bytes = await File.ReadAllBytesAsync(damaged, Token);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, Token);
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        Assert.Contains(night.Provenance.Problems, problem => problem.Contains("journal", StringComparison.Ordinal));
        Assert.Contains(night.Samples, sample => sample is { Name: "LTO-B", Goal: GoalState.Reached });
        Assert.DoesNotContain("NaN", NightPage.Render(night), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Night_WritesPageAndFiguresThatAgree()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using (NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A")))
        {
            await run.TileAsync("a01-f0001");
            await run.CompleteAsync(NightBench.Morphology(600, 112, 2), true);
        }

        var window = NightWindow.Scheduled(bench.Clock.Start, bench.Clock.Start.AddHours(12), bench.Clock.Start.AddHours(13), TimeZoneInfo.Utc);
        await NightReport.WriteAsync(bench.Data, window, bench.Clock, Token);
        string folder = Path.Combine(bench.Data.Nights, "2026-03-19"), page = await File.ReadAllTextAsync(Path.Combine(folder, "morning.html"), Token);
        using JsonDocument figures = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "morning.json"), Token));
        JsonElement root = figures.RootElement;
        Assert.Equal("The sample reached its goal.", root.GetProperty("headline").GetString());
        Assert.Equal("reached", root.GetProperty("samples")[0].GetProperty("goal").GetString());
        Assert.Equal(112, root.GetProperty("samples")[0].GetProperty("median_diameter_nm").GetProperty("value").GetDouble());
        Assert.Equal(1, root.GetProperty("tiles").GetProperty("accepted").GetInt32());
        Assert.Contains("The sample reached its goal.", page, StringComparison.Ordinal);
        Assert.Contains("112.0", page, StringComparison.Ordinal);
        Assert.Equal([Date], NightReport.List(bench.Data));
    }

    [Fact]
    public async Task Read_Evidence_LiesInThePageAndNothingFromOutside()
    {
        await using NightBench bench = await NightBench.StartAsync();
        await using NightRunWriter run = await bench.BeginAsync(await bench.AddAsync("LTO-A"));
        Directory.CreateDirectory(run.Folder.PathOf("evidence"));
        await File.WriteAllBytesAsync(run.Folder.PathOf("evidence/i001-before.png"), [1, 2, 3], Token);
        await File.WriteAllBytesAsync(Path.Combine(bench.Data.Root, "secret.png"), [9], Token);
        await run.AddAsync(0, RunEventKind.IncidentBegun, new JsonObject { ["incident_id"] = "i001", ["title"] = "x", ["evidence"] = new JsonArray("evidence/i001-before.png", "../../secret.png", "evidence/gone.png") });
        NightSummary night = await NightReader.ReadAsync(bench.Data, NightWindow.Of(Date, TimeZoneInfo.Utc), bench.Clock, Token);
        Assert.Equal(["data:image/png;base64,AQID"], Assert.Single(night.Incidents).Pictures);
    }

    [Theory]
    [InlineData("2026-03-20T06:30:00Z", "2026-03-19")]
    [InlineData("2026-03-19T20:00:00Z", "2026-03-19")]
    [InlineData("2026-03-19T11:59:00Z", "2026-03-18")]
    public void NightOf_Moment_IsTheDayOnWhichItBegan(string at, string expected)
        => Assert.Equal(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), NightWindow.NightOf(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Utc));
}
