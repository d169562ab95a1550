using System.Net.Sockets;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>Each trouble of the wire and of the server ends in its named fault or in recovery, in bounded time.</summary>
public sealed class SharkSemTroubleTests
{
    private static readonly SharkSemSettings Quick = new()
    {
        AnswerTimeout = TimeSpan.FromMilliseconds(800), QuietTime = TimeSpan.FromMilliseconds(40), PollInterval = TimeSpan.FromMilliseconds(10),
        StartGrace = TimeSpan.FromMilliseconds(10), StopReadBackTimeout = TimeSpan.FromSeconds(5),
    };

    private static readonly SharkSemSettings Patient = Quick with { AnswerTimeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_WithATap_NamesControlDataAndStop()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        Assert.Equal(["control", "data", "stop"], bench.Tap.Purposes);
        Assert.Equal(new StopAbility(true, TimeSpan.Zero, true), bench.Microscope.StopAbility);
    }

    [Fact]
    public async Task StopConnection_Cut_IsMadeAgain()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        await bench.Tap["stop"].DisposeAsync();
        await Eventually.IsTrueAsync(() => bench.Tap.Purposes.Count(purpose => purpose == "stop") == 2 && bench.Microscope.StopAbility.HasConnectionOfItsOwn);
        Assert.True(await bench.Microscope.StopAsync(Token) is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
    }

    [Fact]
    public async Task StopConnection_CutWithoutATrace_IsFoundByItsHeartbeatAndMadeAgain()
    {
        await using Bench bench = await Bench.StartAsync(Quick with { StopHeartbeat = TimeSpan.FromMilliseconds(100) });
        bench.Tap["stop"].IsMute = true;
        await Eventually.IsTrueAsync(() => bench.Tap.Purposes.Count(purpose => purpose == "stop") >= 2 && bench.Microscope.StopAbility.HasConnectionOfItsOwn);
    }

    [Fact]
    public async Task StopConnection_GoneForAMoment_StopGoesOverTheOtherOne()
    {
        await using Bench bench = await Bench.StartAsync(
            Patient with { StopReadBackTimeout = TimeSpan.FromSeconds(1) }, new TwinOptions { TimeFactor = 1, Column = new() { BeamOn = true } });
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), Token);
        await Eventually.IsTrueAsync(() => bench.Twin.Microscope.Stage.IsBusy);
        bench.Tap["stop"].IsMute = true;
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report.Sent);
        await Eventually.IsTrueAsync(() => !bench.Twin.Microscope.Stage.IsBusy);
        Assert.Equal(1, bench.Twin.Microscope.Column.Blanker);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
    }

    [Fact]
    public async Task DataConnection_CutWhileControlLives_IsLinkLostAndAReconnectBringsFrames()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        await bench.Tap["data"].DisposeAsync();
        await FaultsAsync(Fault.LinkLost, () => bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 16, 1), null, Token));
        Assert.Equal(StageMotion.Idle, await bench.Microscope.Stage.ReadMotionAsync(Token));
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(256, (await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 16, 1), null, Token)).Pixels.Length);
    }

    [Fact]
    public async Task DataConnection_DeadWithoutATrace_IsIncompleteThenLinkLostAndAReconnectMends()
    {
        await using Bench bench = await Bench.StartAsync(Patient with { FrameStallTimeout = TimeSpan.FromMilliseconds(300) });
        bench.Twin.SharkSem.Faults.StallImagesAfter(0);
        await FaultsAsync(Fault.FrameIncomplete, () => bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 16, 1), null, Token));
        await FaultsAsync(Fault.LinkLost, () => bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 16, 1), null, Token));
        bench.Twin.SharkSem.Faults.Clear();
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(256, (await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 16, 1), null, Token)).Pixels.Length);
    }

    [Fact]
    public async Task ControlConnection_CutWithoutATrace_EndsInLinkLostAndAReconnectMends()
    {
        await using Bench bench = await Bench.StartAsync(Quick);
        bench.Tap["control"].IsMute = true;
        await FaultsAsync(Fault.AnswerTimeout, () => bench.Microscope.Stage.ReadPositionAsync(Token));
        await FaultsAsync(Fault.LineNotSynchronised, () => bench.Microscope.Stage.ReadPositionAsync(Token));
        await FaultsAsync(Fault.LinkLost, () => bench.Microscope.Stage.ReadPositionAsync(Token));
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(20, (await bench.Microscope.Stage.ReadPositionAsync(Token)).ZMm, 0.01);
    }

    [Fact]
    public async Task ControlConnection_Noise_IsMalformedOnceAndThenLinkLost()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        bench.Tap["control"].GarblesNext = true;
        await FaultsAsync(Fault.MalformedAnswer, () => bench.Microscope.Stage.ReadPositionAsync(Token));
        await FaultsAsync(Fault.LinkLost, () => bench.Microscope.Stage.ReadPositionAsync(Token));
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(20, (await bench.Microscope.Stage.ReadPositionAsync(Token)).ZMm, 0.01);
    }

    [Fact]
    public async Task Beam_PollsWithoutAnswer_AreUnknownAndTheBeamGoesOn()
    {
        await using Bench bench = await Bench.StartAsync(Quick, new TwinOptions { TimeFactor = 20, Column = new() { BeamOn = true } });
        bench.Twin.SharkSem.Faults.SwallowNext("HVGetVoltage");
        bench.Twin.SharkSem.Faults.SwallowNext("HVGetIndex");
        await bench.Microscope.Column.SetBeamAsync(true, 15, Token);
        Assert.Equal(15, await bench.Microscope.Column.ReadEnergyKvAsync(Token), 0.05);
    }

    [Fact]
    public async Task Beam_OnAServerThatBlocks_OthersGetNoAnswerInTimeAndTheBeamGoesOn()
    {
        await using Bench bench = await Bench.StartAsync(
            Quick, new TwinOptions { TimeFactor = 1, SharkSemVersion = "2.0.9", Column = new() { BeamOn = true, BeamOnSeconds = 0, VoltageV = 5000, RampVPerS = 2500 } });
        Task beam = bench.Microscope.Column.SetBeamAsync(true, 15, Token);
        await Eventually.IsTrueAsync(() => bench.Twin.Microscope.Column.IsRamping);
        InstrumentFaultException fault = await FaultsAsync(Fault.AnswerTimeout, () => bench.Microscope.Column.ReadWorkingDistanceMmAsync(Token));
        Assert.Contains("blocks the server", fault.Detail, StringComparison.Ordinal);
        await beam;
        Assert.Equal(10, await bench.Microscope.Column.ReadWorkingDistanceMmAsync(Token));
    }

    [Fact]
    public async Task Beam_Cancelled_HaltsTheRamp()
    {
        await using Bench bench = await Bench.StartAsync(Patient, new TwinOptions { TimeFactor = 1, Column = new() { BeamOn = true, BeamOnSeconds = 0, RampVPerS = 500 } });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task beam = bench.Microscope.Column.SetBeamAsync(true, 30, cancel.Token);
        await Eventually.IsTrueAsync(() => bench.Twin.Microscope.Column.IsRamping);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beam);
        await Eventually.IsTrueAsync(() => !bench.Twin.Microscope.Column.IsRamping);
        Assert.True(bench.Twin.Microscope.Column.VoltageV < 29_000);
    }

    [Fact]
    public async Task Reconnect_StageWithoutItsReference_IsAServerRestartedOnce()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        await bench.Twin.SharkSem.RestartAsync(losesReference: true);
        InstrumentFaultException fault = await FaultsAsync(Fault.ServerRestarted, () => bench.Microscope.ReconnectAsync(Token));
        Assert.Contains("reference", fault.Detail, StringComparison.Ordinal);
        await bench.Microscope.ReconnectAsync(Token);
        await FaultsAsync(Fault.StageNotCalibrated, () => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 1), Token));
    }

    [Fact]
    public async Task Reconnect_FocusReadsOtherwise_IsAServerRestartedOnce()
    {
        await using Bench bench = await Bench.StartAsync(Patient);
        await bench.Microscope.Column.SetWorkingDistanceMmAsync(12, Token);
        await bench.Microscope.ReconnectAsync(Token);
        bench.Twin.Microscope.Column.WorkingDistanceMm = 10;
        await bench.Twin.SharkSem.RestartAsync(losesReference: false);
        InstrumentFaultException fault = await FaultsAsync(Fault.ServerRestarted, () => bench.Microscope.ReconnectAsync(Token));
        Assert.Contains("10 mm where 12 mm was left", fault.Detail, StringComparison.Ordinal);
        await bench.Microscope.ReconnectAsync(Token);
    }

    [Fact]
    public async Task Connect_SingleClientServer_WorksAndStopsOverTheOneConnection()
    {
        await using Bench bench = await Bench.StartAsync(Patient, prepare: twin => twin.SharkSem.Manners.IsSingleClient = true);
        Assert.False(bench.Microscope.StopAbility.HasConnectionOfItsOwn);
        Assert.Equal(256, (await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(16, 16, 8, 1), null, Token)).Pixels.Length);
        Assert.True(await bench.Microscope.StopAsync(Token) is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
    }

    [Fact]
    public async Task Connect_PaddedVersionAndSixthAxis_AreUnderstood()
    {
        await using Bench bench = await Bench.StartAsync(
            Patient, new TwinOptions { SharkSemVersion = "2.0.21" }, twin => (twin.SharkSem.Manners.PadsVersion, twin.SharkSem.Manners.HasSixthAxis) = (true, true));
        Assert.Equal(20, (await bench.Microscope.Stage.ReadPositionAsync(Token)).ZMm, 0.01);
        await FaultsAsync(Fault.NotSupported, () => bench.Microscope.Stage.ReadLimitsAsync(Token));
    }

    [Fact]
    public async Task Connect_ServerThatTellsNoVersion_IsTakenForTheOldest()
    {
        await using Bench bench = await Bench.StartAsync(Quick with { FallbackLimits = null }, new TwinOptions { SharkSemVersion = "1.0.4", TimeFactor = 20 });
        Assert.Equal(20, (await bench.Microscope.Stage.ReadPositionAsync(Token)).ZMm, 0.01);
        await FaultsAsync(Fault.NotSupported, () => bench.Microscope.Automatic.AutoFocusAsync(0, Token));
    }

    [Fact]
    public async Task Dispose_LiveScanWasOn_IsGivenBack()
    {
        await using Bench bench = await Bench.StartAsync(Patient, prepare: twin => AskAsync(twin, "GUISetScanning", new SharkSemBodyWriter().Int(1), false).GetAwaiter().GetResult());
        await Eventually.IsTrueAsync(async () => await AskAsync(bench.Twin, "GUIGetScanning", null, true) == 0);
        await bench.Microscope.DisposeAsync();
        await Eventually.IsTrueAsync(async () => await AskAsync(bench.Twin, "GUIGetScanning", null, true) == 1);
    }

    private static async Task<InstrumentFaultException> FaultsAsync(Fault expected, Func<Task> act)
    {
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(act);
        Assert.Equal(expected, fault.Fault);
        return fault;
    }

    /// <summary>One question on a connection of its own.</summary>
    private static async Task<int> AskAsync(TwinHost twin, string function, SharkSemBodyWriter? arguments, bool answers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", twin.SharkSem.Port, Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(SharkSemMessage.Encode(function, 1, SharkSemFlags.AlwaysReply, arguments?.ToArray() ?? []), Token);
        var head = new byte[SharkSemHeader.Size];
        await stream.ReadExactlyAsync(head, Token);
        var body = new byte[SharkSemHeader.Read(head).BodySize];
        await stream.ReadExactlyAsync(body, Token);
        return answers ? new SharkSemBodyReader(body).Int() : 0;
    }

    private sealed class Bench : IAsyncDisposable
    {
        private Bench(TwinHost twin, SharkSemMicroscope microscope, TroubleTap tap) => (Twin, Microscope, Tap) = (twin, microscope, tap);

        public TwinHost Twin { get; }

        public SharkSemMicroscope Microscope { get; }

        public TroubleTap Tap { get; }

        public static async Task<Bench> StartAsync(SharkSemSettings settings, TwinOptions? options = null, Action<TwinHost>? prepare = null)
        {
            TwinHost twin = await TwinHost.StartAsync(options ?? TwinBench.Options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
            prepare?.Invoke(twin);
            var tap = new TroubleTap();
            SharkSemMicroscope microscope = await SharkSemMicroscope.ConnectAsync(
                settings with { Port = twin.SharkSem.Port }, tap, PatientTime.Instance, NullLoggerFactory.Instance, Token);
            return new Bench(twin, microscope, tap);
        }

        public async ValueTask DisposeAsync()
        {
            await Microscope.DisposeAsync();
            await Twin.DisposeAsync();
        }
    }
}
