using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>Windows, deadlines, confirmations and the operations on jobs, against a twin on the real wire.</summary>
public sealed class LabScheduleTests
{
    private static readonly ScheduleSettings Nights = new() { Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00" }] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Window_ClosesWhileImaging_SuspendsAfterTheTileAndGoesOnAtTheNextOpening()
    {
        await using LabBench bench = await LabBench.StartAsync(schedule: Nights, at: "2026-01-15 18:30");
        await bench.WriteRecipeAsync("long", goal: 150);
        string jobId = (await bench.EnqueueAsync(recipe: "long")).JobId;
        await bench.UntilAsync(lab => lab is { State: LabState.Ready, Schedule.IsOpen: false } && lab.StateDetail.Contains("19:00", StringComparison.Ordinal), "the word of the schedule");
        Assert.Contains("goes on 19:00", (await bench.JobAsync(jobId, job => job.WaitsFor.Length > 0)).WaitsFor, StringComparison.Ordinal);

        bench.Time.Set("2026-01-15 19:00");
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        bench.Time.Set("2026-01-16 07:00");
        JobView suspended = await bench.JobAsync(jobId, job => job.State != RunState.Running);
        Assert.Equal(RunState.Queued, suspended.State);
        Assert.Null(suspended.Hold);
        Assert.NotNull(suspended.RunId);
        // Parked, and the queue itself is not held by anybody.
        Assert.Equal(1, bench.Twin!.Microscope.Column.Blanker);
        await bench.UntilAsync(lab => lab is { State: LabState.Ready, Running: null }, "the end of the run");
        RunFolder folder = await bench.FolderOfAsync(suspended);
        Assert.Contains(await folder.ReadJournalAsync(Token), line => line.Kind == RunEventKind.RunStopped && line.Data["by"]!.GetValue<string>() == "the schedule");

        // A restart while it is closed changes nothing.
        await bench.StopLabAsync();
        await bench.StartLabAsync();
        await bench.UntilAsync(lab => lab is { State: LabState.Ready, Schedule.IsOpen: false }, "the restart");
        int before = (await folder.ReadJournalAsync(Token)).Count(line => line.Kind == RunEventKind.FrameAccepted);
        bench.Time.Set("2026-01-16 19:00");
        await bench.UntilAsync(lab => lab.Running is { } running && running.Frames.Count(frame => frame.WholeCount is not null) > before, "another frame of the same run");
        // What follows is not of the schedule; the sample may end with what it has.
        await bench.Lab.SkipSampleAsync("tester", Token);
        JobView done = await bench.EndOfAsync(jobId);
        Assert.True(done.State == RunState.Completed, done.Reason);
        Assert.Equal(suspended.RunId, done.RunId);
        VerifyReport report = await RunVerifier.VerifyAsync(folder.FolderPath, Token);
        Assert.True(report.IsSound, string.Join("; ", report.Problems));
    }

    [Fact]
    public async Task Vent_NothingBeginsThatWouldNotEndByThenAndWhatRunsIsParkedInTime()
    {
        var schedule = new ScheduleSettings { Vent = [new VentDeadline { Name = "mornings", At = "08:00", Until = "09:30" }] };
        await using LabBench bench = await LabBench.StartAsync(schedule: schedule, at: "2026-01-15 07:57");
        await bench.WriteRecipeAsync("long", goal: 150);
        string jobId = (await bench.EnqueueAsync(recipe: "long")).JobId;
        await bench.UntilAsync(lab => lab.State == LabState.Ready && lab.Schedule.VentAt is not null, "the connection");
        Assert.False(await bench.Lab.RunNextAsync(Token));
        Assert.Equal(RunState.Queued, bench.Job(jobId).State);

        bench.Time.Set("2026-01-15 09:30");
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        // Too late for another tile and the park before 08:00, by the recipe alone.
        bench.Time.Set("2026-01-16 07:57:55");
        JobView suspended = await bench.JobAsync(jobId, job => job.State != RunState.Running);
        Assert.Equal(RunState.Queued, suspended.State);
        Assert.Contains("vent deadline 'mornings'", suspended.Reason, StringComparison.Ordinal);
        Assert.True(bench.Time.GetUtcNow() < DateTimeOffset.Parse("2026-01-16T08:00Z", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(1, bench.Twin!.Microscope.Column.Blanker);
    }

    [Fact]
    public async Task Confirmation_Missing_HoldsTheJobByNameAndTheQueueGoesOnWithTheNext()
    {
        await using LabBench bench = await LabBench.StartAsync();
        string held = (await bench.Lab.EnqueueAsync(LabBench.Request("one") with { Confirmed = false }, "ada", Token)).JobId;
        string next = (await bench.EnqueueAsync("two", stub: "B")).JobId;
        await bench.UntilAsync(lab => lab.Running?.Job.JobId == next, "the next job");
        JobView waits = bench.Job(held);
        Assert.Equal((RunState.Queued, HoldCause.Sample), (waits.State, waits.Hold!.Cause));
        Assert.Contains("Nobody has confirmed that sample 'one' lies on stub 'A'", waits.WaitsFor, StringComparison.Ordinal);
        Assert.Contains("confirm", (await RefusedAsync(() => bench.Lab.ResumeJobAsync(held, "ada", Token))).Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("being examined", (await RefusedAsync(() => bench.Lab.UnloadSampleAsync("two", "ada", Token))).What, StringComparison.Ordinal);
        Assert.Contains("only a waiting job", (await RefusedAsync(() => bench.Lab.HoldJobAsync(next, "", "ada", Token))).What, StringComparison.Ordinal);

        // Called off while it runs: parked, no failure, nothing held.
        await bench.UntilAsync(lab => lab.Running is { Particles: > 0 }, "the first frame");
        JobView cancelled = await bench.Lab.CancelJobAsync(next, "the wrong powder", "ada", Token);
        Assert.Equal((RunState.Cancelled, "the wrong powder"), (cancelled.State, cancelled.Reason));
        Assert.Equal(1, bench.Twin!.Microscope.Column.Blanker);
        Assert.True((await RunVerifier.VerifyAsync((await bench.FolderOfAsync(cancelled)).FolderPath, Token)).IsSound);

        // It goes on by itself with the confirmation.
        Assert.True((await bench.Lab.ConfirmSampleAsync("one", "bob", Token)).IsConfirmed);
        JobView done = await bench.EndOfAsync(held);
        Assert.True(done.State == RunState.Completed, done.Reason);
        Assert.Null(done.Hold);
    }

    [Fact]
    public async Task Queue_WhatDoesNotFit_IsRefusedOrHeldWithTheReason()
    {
        await using LabBench bench = await LabBench.StartAsync(schedule: Nights, at: "2026-01-15 12:00");
        Lab lab = bench.Lab;
        await bench.UntilAsync(now => now.State == LabState.Ready, "the connection");
        Assert.Contains("no sample 'ghost' is registered", (await RefusedAsync(() => lab.EnqueueAsync(new JobRequest { SampleName = "ghost", RecipeName = "small" }, "ada", Token))).What, StringComparison.Ordinal);

        // Registered and not loaded: absent, refused by name.
        await lab.RegisterSampleAsync(new Sample { Name = "one", Stub = "A", BetAreaM2PerG = 40, Synthesis = new Synthesis { Ph = 11 } }, Token);
        Assert.Contains("sample 'one' lies on no stub", (await RefusedAsync(() => lab.EnqueueAsync(new JobRequest { SampleName = "one", RecipeName = "small" }, "ada", Token))).What, StringComparison.Ordinal);
        JobView job = await lab.EnqueueAsync(LabBench.Request("one") with { Priority = 3, Goal = new JobGoal(Particles: 20) }, "ada", Token);
        Assert.Equal((20, 3, true), (job.Recipe.ParticleGoal, job.Priority, job.IsConfirmed));
        // The short form did not wipe out what was registered before, and the file stands there.
        SampleView kept = (await lab.ReadSampleAsync("one", Token))!;
        Assert.Equal((40, 11, "A"), (kept.Sample.BetAreaM2PerG!.Value, kept.Sample.Synthesis!.Ph!.Value, kept.Loaded!.Stub));
        Assert.True(File.Exists(Path.Combine(bench.DataPath, "samples", "one.json")));
        Assert.Equal("cell-1", Assert.Single((await lab.AddCellTestAsync(new LtoAutoscope.Domain.Cells.CellTest("one", "cell-1", 0.91, 0.2, bench.Time.GetUtcNow()), Token)).Cells).CellName);
        Assert.Contains("'one' lies on stub 'A'", (await RefusedAsync(() => lab.EnqueueAsync(LabBench.Request("two"), "ada", Token))).What, StringComparison.Ordinal);

        // The same version of a recipe with another content.
        await bench.WriteRecipeAsync("small", dwellUs: 9);
        Assert.Contains("dwell_us", (await RefusedAsync(() => lab.EnqueueAsync(LabBench.Request("two", stub: "B"), "ada", Token))).What, StringComparison.Ordinal);
        await bench.WriteRecipeAsync("small", dwellUs: 9, more: "version: 2");
        DateTimeOffset now = bench.Time.GetUtcNow();
        JobView late = await lab.EnqueueAsync(LabBench.Request("two", stub: "B") with { Window = new JobWindow(null, now.AddSeconds(30)) }, "ada", Token);
        JobView early = await lab.EnqueueAsync(LabBench.Request("three", stub: "C") with { Window = new JobWindow(now.AddHours(9), null) }, "ada", Token);
        await Assert.ThrowsAsync<InputException>(() => lab.EnqueueAsync(LabBench.Request("three", stub: "C") with { Window = new JobWindow(now, now) }, "ada", Token));

        // Its window ends before its images could be taken; the other one's has not begun.
        bench.Time.Set("2026-01-15 12:05");
        Assert.Equal(HoldCause.Window, (await bench.JobAsync(late.JobId, view => view.Hold is not null)).Hold!.Cause);
        Assert.Contains("21:00", (await bench.JobAsync(early.JobId, view => view.WaitsFor.Length > 0)).WaitsFor, StringComparison.Ordinal);
        Assert.Contains("window is over", (await RefusedAsync(() => lab.ResumeJobAsync(late.JobId, "ada", Token))).What, StringComparison.Ordinal);
        Assert.Null((await lab.ChangeJobAsync(late.JobId, null, new JobWindow(null, null), "ada", Token)).Hold);

        // Copies take the stub where the sample lies now; the old job says what is wrong with its own.
        await lab.LoadSampleAsync("four", "A", false, "ada", Token).ContinueWith(task => Assert.IsType<InputException>(task.Exception!.InnerException), TaskScheduler.Default);
        await lab.UnloadSampleAsync("three", "ada", Token);
        await lab.LoadSampleAsync("two", "C", confirmed: true, "ada", Token);
        Assert.Equal(["C", "C"], (await lab.CopyJobAsync(late.JobId, 2, false, "bob", Token)).Select(copy => copy.Sample.Stub));
        Assert.Contains("lies on stub 'C' now", (await bench.JobAsync(late.JobId, view => view.Hold is not null)).WaitsFor, StringComparison.Ordinal);
        Assert.Equal(job.JobId, lab.Current.Queue[0].JobId);
        Assert.Equal(RunState.Cancelled, (await lab.CancelJobAsync(late.JobId, "", "ada", Token)).State);
    }

    private static async Task<InputException> RefusedAsync(Func<Task> operation) => await Assert.ThrowsAsync<InputException>(operation);
}
