using System.Collections.Concurrent;
using LtoAutoscope.Daemon.Watch;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Watch;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Daemon.Tests.Watch;

public sealed class DeadManTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-watch-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<WatchEvent> _events = new();
    private readonly FakeStop _stop = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder, Heartbeat.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_NothingEverBeat_WaitsWithoutAlarm()
    {
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        for (int second = 0; second < 60; second++) await PassAsync();
        Assert.Equal(["waiting"], _events.Select(entry => entry.Kind));
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task RunAsync_BeatFoundLyingAndNoneAfterIt_AlarmsAndStops()
    {
        await BeatAsync(7);
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        await UntilAsync("stop");
        Assert.Equal(["waiting", "heard", "alarm", "stop"], _events.Select(entry => entry.Kind));
        Assert.Equal(7, _events.Last().LastBeat!.Sequence);
        Assert.Equal(1, _stop.Stops);
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task RunAsync_InstrumentDoesNotConfirm_StopsAgainUntilItDoesAndThenNoMore()
    {
        _stop.Answers = new Queue<StopReport>([new StopReport(false, null, null, TimeSpan.Zero, "refused"), new StopReport(true, false, true, TimeSpan.Zero)]);
        await BeatAsync(1);
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        await UntilAsync("stop");
        for (int second = 0; second < 30; second++) await PassAsync();
        Assert.Equal(3, _stop.Stops);
        Assert.Equal(["waiting", "heard", "alarm", "not_stopped", "stop"], _events.Select(entry => entry.Kind));
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task RunAsync_DaemonSaysThatItHangs_IsTakenForSilence()
    {
        await BeatAsync(1);
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        await UntilAsync("heard");
        for (int sequence = 2; !_events.Any(entry => entry.Kind == "alarm") && sequence < 200; sequence++)
        {
            await BeatAsync(sequence, HeartbeatState.Hung, "the pool of threads has taken no work for 15 s");
            await PassAsync();
        }

        Assert.Contains("the daemon hangs: the pool of threads", _events.Single(entry => entry.Kind == "alarm").Message, StringComparison.Ordinal);
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task RunAsync_DaemonBeatsAgain_TellsSoAndAlarmsAnewOnTheNextSilence()
    {
        await BeatAsync(1);
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        await UntilAsync("stop");
        await BeatAsync(2);
        await UntilAsync("heard", 2);
        await UntilAsync("stop", 2);
        Assert.Equal(["waiting", "heard", "alarm", "stop", "heard", "alarm", "stop"], _events.Select(entry => entry.Kind));
        await EndAsync(watching, end);
    }

    [Fact]
    public async Task RunAsync_OrderlyEnd_IsNoSilence()
    {
        await BeatAsync(1);
        using var end = new CancellationTokenSource();
        Task<bool> watching = Start(end.Token);
        await UntilAsync("heard");
        await BeatAsync(2, HeartbeatState.Ended);
        await UntilAsync("ended");
        for (int second = 0; second < 60; second++) await PassAsync();
        Assert.Equal(0, _stop.Stops);
        await EndAsync(watching, end);
    }

    [Fact]
    public void Parse_TornOrForeignBytes_AreNoBeat()
    {
        byte[] bytes = Beat(3, HeartbeatState.Running, "").ToBytes();
        Assert.Equal(3, Heartbeat.Parse(bytes)!.Sequence);
        Assert.Null(Heartbeat.Parse(bytes.AsSpan(0, 20)));
        Assert.Null(Heartbeat.Parse([]));
        Assert.Equal(bytes.Length, (Beat(4, HeartbeatState.Running, "") with { Lab = new string('"', 5000) }).ToBytes().Length);
    }

    private static Heartbeat Beat(long sequence, HeartbeatState state, string reason) => new(sequence, 42, DateTimeOffset.UnixEpoch, state, "twin", "Ready: nothing queued", reason);

    private Task BeatAsync(long sequence, HeartbeatState state = HeartbeatState.Running, string reason = "") => AtomicFile.WriteAsync(Path, Beat(sequence, state, reason).ToBytes(), Token);

    private Task<bool> Start(CancellationToken end) => new DeadMan(new HeartbeatFile(Path, _time), new EmergencyStops([_stop], []), TimeSpan.FromSeconds(10), _time, entry =>
    {
        _events.Enqueue(entry);
        return Task.CompletedTask;
    }).RunAsync(once: false, end);

    /// <summary>A second by the watch's clock; a moment by the wall's, in which it reads the file.</summary>
    private async Task PassAsync()
    {
        await Task.Delay(5, Token);
        _time.Advance(TimeSpan.FromSeconds(0.5));
    }

    private async Task UntilAsync(string kind, int count = 1)
    {
        for (int tries = 0; _events.Count(entry => entry.Kind == kind) < count; tries++)
        {
            Assert.True(tries < 2000, $"Waited in vain for '{kind}': {string.Join(", ", _events.Select(entry => entry.Kind))}");
            await PassAsync();
        }
    }

    private static async Task EndAsync(Task watching, CancellationTokenSource end)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private sealed class FakeStop : IEmergencyStop
    {
        public Queue<StopReport> Answers { get; set; } = new();

        public int Stops { get; private set; }

        public string Name => "instrument";

        public Task<StopReport> StopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            return Task.FromResult(Answers.TryDequeue(out StopReport? answer) ? answer : new StopReport(true, true, true, TimeSpan.Zero));
        }
    }
}
