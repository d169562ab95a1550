using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Daemon.Tests.Alerts;

public sealed class AlertServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raise_SameEventTwice_IsToldOnceWithEverythingInIt()
    {
        var one = new MemoryChannel("one");
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()) with { Links = "https://sem.lab.example" }, one, new MemoryChannel("two"));
        Directory.CreateDirectory(Path.Combine(bench.Data.Runs, "r"));
        await File.WriteAllBytesAsync(Path.Combine(bench.Data.Runs, "r", "before.png"), [1, 2, 3], Token);
        LabEvent happened = bench.Event("e1") with { Evidence = ["runs/r/before.png", "../outside.png"], RunId = "r" };
        bench.Raise(happened);
        bench.Raise(happened);
        await AlertBench.UntilAsync(() => one.Taken.Count == 1);
        await bench.RestartAsync(AlertBench.Settings(AlertBench.Everything()), one);
        bench.Raise(happened);
        bench.Raise(bench.Event("e2"));
        await AlertBench.UntilAsync(() => one.Taken.Count == 2);
        AlertMessage message = one.Taken[0];
        Assert.Equal("[SEM 1] CRITICAL: Trouble e1 (LTO-A)", message.Subject);
        Assert.Contains("3 Pa against a limit of 1 Pa", message.Text, StringComparison.Ordinal);
        Assert.Contains("The beam was blanked.", message.Text, StringComparison.Ordinal);
        Assert.Contains("Look at the pump.", message.Text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Assert.Single(message.Pictures).Bytes);
        Assert.Contains("https://sem.lab.example/api/v1/alerts/e1/evidence/0", message.Text, StringComparison.Ordinal);
        Assert.Contains("Not shown:  ../outside.png", message.Text, StringComparison.Ordinal);
        Assert.Equal("Trouble e2", one.Taken[1].Events[0].Title);
    }

    [Fact]
    public async Task Raise_InQuietHours_OnlyCriticalIsSentAndTheRestComesTogether()
    {
        var one = new MemoryChannel("one");
        AlertSettings settings = AlertBench.Settings(AlertBench.Everything()) with { QuietHours = new QuietHours { From = "19:00", To = "07:00", TimeZone = "UTC" } };
        await using AlertBench bench = await AlertBench.StartAsync(settings, one);
        bench.Raise(bench.Event("w1", Severity.Warning));
        bench.Raise(bench.Event("w2", Severity.Info, LabEventKind.Done));
        bench.Raise(bench.Event("c1", Severity.Critical));
        await AlertBench.UntilAsync(() => one.Taken.Count == 1 && bench.Service.Status().Channels[0].Held == 2);
        Assert.Equal("c1", one.Taken[0].Events[0].EventId);
        var morning = new DateTimeOffset(2026, 3, 21, 7, 0, 0, TimeSpan.Zero);
        Assert.Equal([morning, morning], bench.Service.Status().Alerts.SelectMany(alert => alert.Deliveries).Where(delivery => delivery.Held.Length > 0).Select(delivery => delivery.NotBefore));
        await bench.AdvanceUntilAsync(TimeSpan.FromMinutes(30), () => one.Taken.Count == 2);
        Assert.True(bench.Clock.GetUtcNow() >= morning);
        Assert.Equal(["w1", "w2"], one.Taken[1].Events.Select(e => e.EventId).Order());
        Assert.Contains("2 alerts were held back", one.Taken[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raise_Flood_IsLimitedAndSummarised()
    {
        var one = new MemoryChannel("one");
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()) with { RateLimit = new RateLimitSettings { Alerts = 3, PerMinutes = 10 } }, one);
        for (int i = 0; i < 20; i++) bench.Raise(bench.Event($"e{i:00}"));
        await AlertBench.UntilAsync(() => one.Taken.Count == 3 && bench.Service.Status().Channels[0].Held == 17);
        await bench.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => one.Taken.Count == 4);
        Assert.True(bench.Clock.GetUtcNow() - bench.Clock.Start >= TimeSpan.FromMinutes(10));
        Assert.Equal(17, one.Taken[3].Events.Count);
        Assert.Contains("17 alerts were held back: 17 fault", one.Taken[3].Text, StringComparison.Ordinal);
        Assert.Equal(20, one.Taken.SelectMany(m => m.Events).Select(e => e.EventId).Distinct().Count());
    }

    [Fact]
    public async Task Raise_NotAcknowledged_GoesToTheNextAndAcknowledgedDoesNot()
    {
        MemoryChannel one = new("one"), two = new("two");
        AlertSettings settings = AlertBench.Settings(AlertBench.Everything(new EscalationStep { AfterMinutes = 15, To = ["two"] }));
        await using AlertBench bench = await AlertBench.StartAsync(settings, one, two);
        bench.Raise(bench.Event("seen"));
        await AlertBench.UntilAsync(() => one.Taken.Count == 1);
        await bench.Service.AcknowledgeAsync("seen", "anna", Token);
        bench.Raise(bench.Event("unseen"));
        bench.Raise(bench.Event("mended") with { IncidentId = "i1" });
        await AlertBench.UntilAsync(() => one.Taken.Count == 3);
        bench.Raise(bench.Event("over", Severity.Info, LabEventKind.Resumed) with { IncidentId = "i1", Title = "It goes on" });
        await AlertBench.UntilAsync(() => one.Taken.Count == 4 && bench.Service.Status().Alerts.Any(alert => alert.Settled.Length > 0));
        await bench.AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => two.Taken.Count > 0);
        Assert.True(bench.Clock.GetUtcNow() - bench.Clock.Start >= TimeSpan.FromMinutes(15));
        await AlertBench.UntilAsync(() => two.Taken.Count == 2);
        // What only says that it goes on is not acknowledged either; what was mended by then is settled.
        Assert.Equal(["over", "unseen"], two.Taken.Select(m => m.Events[0].EventId).Order());
        AlertStatus status = bench.Service.Status();
        Assert.Equal("anna", status.Alerts.Single(alert => alert.Event.EventId == "seen").AcknowledgedBy);
        Assert.Equal("It goes on", status.Alerts.Single(alert => alert.Event.EventId == "mended").Settled);
        await Assert.ThrowsAsync<InputException>(() => bench.Service.AcknowledgeAsync("nothing", "anna", Token));
    }

    [Fact]
    public async Task Send_ServerAway_IsTriedWithGrowingWaitsThenTheNextIsTold()
    {
        MemoryChannel one = new("one") { Answer = MemoryChannel.Refuse }, two = new("two");
        AlertSettings settings = AlertBench.Settings(AlertBench.Everything(new EscalationStep { AfterMinutes = 600, To = ["two"] })) with { Delivery = new DeliverySettings { Attempts = 3, FirstWaitS = 10, LongestWaitS = 1000 } };
        await using AlertBench bench = await AlertBench.StartAsync(settings, one, two);
        bench.Raise(bench.Event("e1"));
        await AlertBench.UntilAsync(() => bench.Service.Status().Channels[0].Reason == "the server is away");
        await bench.AdvanceUntilAsync(TimeSpan.FromSeconds(2), () => two.Taken.Count == 1);
        // 10 s, then 20 s, and then nobody waits for the ten hours of the next step.
        Assert.InRange(bench.Clock.GetUtcNow() - bench.Clock.Start, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(60));
        Delivery given = bench.Service.Status().Alerts[0].Deliveries[0];
        Assert.Equal((DeliveryState.GivenUp, 3), (given.State, given.Attempts));
    }

    [Fact]
    public async Task Send_ChannelThatHangs_KeepsNoOtherBack()
    {
        var release = new TaskCompletionSource();
        MemoryChannel one = new("one") { Answer = (_, token) => release.Task.WaitAsync(token) }, two = new("two");
        AlertRule both = new() { Name = "both", MinimumSeverity = Severity.Info, To = ["one", "two"] };
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(both), one, two);
        bench.Raise(bench.Event("e1"));
        bench.Raise(bench.Event("e2"));
        await AlertBench.UntilAsync(() => two.Taken.Count == 2);
        Assert.Empty(one.Taken);
        release.SetResult();
        await AlertBench.UntilAsync(() => one.Taken.Count == 2);
    }

    [Fact]
    public async Task Restart_WhatWasNotSent_IsSentByTheNextProcess()
    {
        MemoryChannel away = new("one") { Answer = MemoryChannel.Refuse };
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()), away);
        bench.Raise(bench.Event("e1"));
        await AlertBench.UntilAsync(() => bench.Service.Status().Channels[0].Reason.Length > 0);
        var back = new MemoryChannel("one");
        await bench.RestartAsync(AlertBench.Settings(AlertBench.Everything()), back);
        await bench.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => back.Taken.Count == 1);
        Assert.Equal("e1", back.Taken[0].Events[0].EventId);
    }

    /// <summary>A kill in the middle of sending: nobody knows whether it arrived, so it is sent once more, and after a second kill not again.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public async Task Restart_KilledWhileSending_SendsOnceMoreAtMost(int kills, int expected)
    {
        var one = new MemoryChannel("one") { Answer = MemoryChannel.Refuse };
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()), one);
        bench.Raise(bench.Event("e1"));
        await AlertBench.UntilAsync(() => bench.Service.Status().Channels[0].Reason.Length > 0);
        await bench.StopAsync();
        string path = Path.Combine(bench.Data.Alerts, AlertOutbox.JournalName);
        for (int i = 0; i < kills; i++)
        {
            // What a killed process leaves: the intent to send, and nothing behind it.
            await using NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, TimeProvider.System, Token);
            await journal.AppendAsync(AlertEventKind.Begun, new System.Text.Json.Nodes.JsonObject { ["delivery_id"] = "delivery-00001", ["attempt"] = i + 2 }, Token);
        }

        one = new MemoryChannel("one");
        await bench.RestartAsync(AlertBench.Settings(AlertBench.Everything()), one);
        await bench.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => bench.Service.Status().Channels[0].Waiting == 0);
        await AlertBench.UntilAsync(() => one.Taken.Count == expected);
        Assert.Equal(expected == 1 ? DeliveryState.Delivered : DeliveryState.GivenUp, bench.Service.Status().Alerts[0].Deliveries[0].State);
    }

    [Fact]
    public async Task Raise_OutboxThatCannotBeWritten_StillSendsAndSaysSo()
    {
        var one = new MemoryChannel("one");
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()), one);
        await bench.StopAsync();
        // The journal is a folder now: it can be neither opened nor written.
        string path = Path.Combine(bench.Data.Alerts, AlertOutbox.JournalName);
        File.Delete(path);
        Directory.CreateDirectory(path);
        await bench.RestartAsync(AlertBench.Settings(AlertBench.Everything()), one);
        bench.Raise(bench.Event("e1"));
        await AlertBench.UntilAsync(() => one.Taken.Count == 1);
        Assert.Contains("a kill loses alerts", bench.Service.Status().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raise_SwitchedOffOrWithoutRule_IsListedAndNotSent()
    {
        var one = new MemoryChannel("one");
        AlertRule silence = new() { Name = "silence", Kinds = [LabEventKind.Silence], To = ["one"] };
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(silence), one);
        bench.Raise(bench.Event("e1"));
        bench.Raise(bench.Event("e2", kind: LabEventKind.Silence));
        await AlertBench.UntilAsync(() => one.Taken.Count == 1 && bench.Service.Status().Alerts.Count == 2);
        Assert.Equal("e2", one.Taken[0].Events[0].EventId);
        await bench.RestartAsync(AlertBench.Settings(AlertBench.Everything()) with { Enabled = false }, one);
        bench.Raise(bench.Event("e3"));
        await AlertBench.UntilAsync(() => bench.Service.Status().Alerts.Count == 3);
        Assert.Empty(bench.Service.Status().Alerts[0].Deliveries);
    }

    [Fact]
    public async Task Test_ChannelsGoodAndBad_SaysWhatBecameOfEach()
    {
        MemoryChannel one = new("one"), two = new("two") { Answer = MemoryChannel.Refuse };
        await using AlertBench bench = await AlertBench.StartAsync(AlertBench.Settings(AlertBench.Everything()), one, two);
        Task<IReadOnlyList<ChannelTest>> test = bench.Service.TestAsync(null, "anna", Token);
        await bench.AdvanceUntilAsync(TimeSpan.FromMilliseconds(50), () => test.IsCompleted);
        Assert.Equal([new ChannelTest("one", true, ""), new ChannelTest("two", false, "the server is away")], await test);
        Assert.Contains("anna pressed the test button", one.Taken[0].Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InputException>(() => bench.Service.TestAsync("three", "anna", Token));
    }
}
