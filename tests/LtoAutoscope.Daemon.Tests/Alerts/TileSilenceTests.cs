using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Daemon.Watch;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Pipeline.Live;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Daemon.Tests.Alerts;

public sealed class TileSilenceTests
{
    [Fact]
    public void Look_RunWithoutTiles_IsToldOnceASilence()
    {
        var clock = new FakeTimeProvider();
        var lab = new FakeLab(clock.GetUtcNow());
        lab.Change(now => now with { Running = now.Running! with { Step = RunStep.Acquiring } });
        var silence = new TileSilence(lab, TimeSpan.FromMinutes(30), clock);
        Assert.Null(silence.Look());
        clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Null(silence.Look());
        clock.Advance(TimeSpan.FromMinutes(1));
        LabEvent told = silence.Look()!;
        Assert.Equal((LabEventKind.Silence, Severity.Critical, lab.Running.Detail.Record.RunId), (told.Kind, told.Severity, told.RunId));
        Assert.Contains("30 min", told.Reason, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(silence.Look());
        lab.Change(now => now with { Running = now.Running! with { Frames = [.. now.Running!.Frames, now.Running.Frames[^1] with { RunId = "x" }] } });
        Assert.Null(silence.Look());
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.NotNull(silence.Look());
    }

    [Fact]
    public void Look_CellModelOrPause_IsNoSilence()
    {
        var clock = new FakeTimeProvider();
        var lab = new FakeLab(clock.GetUtcNow());
        lab.Change(now => now with { Running = now.Running! with { Step = RunStep.CellModel } });
        var silence = new TileSilence(lab, TimeSpan.FromMinutes(30), clock);
        silence.Look();
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Null(silence.Look());
        lab.Change(now => now with { State = LabState.Paused });
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Null(silence.Look());
    }

    /// <summary>The dead man uses the same channels and rules, and stops escalating when the daemon is heard again.</summary>
    [Fact]
    public async Task Take_AlarmOfTheWatch_GoesOverTheChannelsAndEscalatesUntilHeard()
    {
        var clock = new FakeTimeProvider();
        MemoryChannel one = new("one"), two = new("two");
        var alerts = new WatchAlerts(AlertBench.Settings(new AlertRule { Name = "silence", Kinds = [LabEventKind.Silence], To = ["one"], Escalate = [new EscalationStep { AfterMinutes = 10, To = ["two"] }] }), [one, two], "SEM 1", once: false, stops: true, clock, _ => { });
        WatchEvent Entry(string kind) => new(clock.GetUtcNow(), kind, "the daemon is silent; last heard 12 s ago", 12, null, null);
        Assert.Null(alerts.Take(Entry("stop")));
        Task first = alerts.Take(Entry("alarm"))!;
        await AlertBench.UntilAsync(() => one.Taken.Count == 1);
        Assert.Contains("The daemon is silent; last heard 12 s ago.", one.Taken[0].Text, StringComparison.Ordinal);
        for (int i = 0; i < 700 && two.Taken.Count == 0; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        Assert.Single(two.Taken);
        await first;
        Task second = alerts.Take(Entry("alarm"))!;
        await AlertBench.UntilAsync(() => one.Taken.Count == 2);
        Assert.Null(alerts.Take(Entry("heard")));
        await second;
        Assert.Single(two.Taken);
    }
}
