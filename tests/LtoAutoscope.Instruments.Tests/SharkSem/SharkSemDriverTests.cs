using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

public sealed class SharkSemDriverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ToTheTwin_TellsWhoItIs()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        Assert.Equal("twin", bench.Microscope.Identity.Name);
        Assert.Equal("LTO-TWIN-0001", bench.Microscope.Identity.SerialNumber);
        Assert.True(bench.Microscope.Identity.IsSimulated);
    }

    [Fact]
    public async Task Connect_NobodyListens_IsUnreachableWithHostAndPort()
    {
        InstrumentConfiguration configuration = (await TwinBench.LoadConfigurationAsync()).At("127.0.0.1", 9);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token));
        Assert.Equal(Fault.Unreachable, fault.Fault);
        Assert.Contains("127.0.0.1:9", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_WithinLimits_ArrivesWithinTolerance()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        StagePosition reached = await bench.Microscope.Stage.MoveAsync(new StageTarget(3.5, -1.25, 21), Token);
        Assert.Equal(3.5, reached.XMm, 0.001);
        Assert.Equal(-1.25, reached.YMm, 0.001);
        Assert.Equal(21, reached.ZMm, 0.001);
        StagePosition truth = bench.Twin.Microscope.Stage.True;
        Assert.Equal(3.5, truth.XMm, 0.001);
        Assert.NotEqual(3.5, truth.XMm);
    }

    [Fact]
    public async Task Move_SilentlyRefused_DidNotArrive()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        bench.Twin.Microscope.Stage.RefuseNextMove();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(5, 5), Token));
        Assert.Equal(Fault.StageDidNotArrive, fault.Fault);
        Assert.Contains("µm off, allowed are 1 µm; target x 5.0000", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_WithoutReference_IsNotSent()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        bench.Twin.Microscope.Stage.IsCalibrated = false;
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(5, 5), Token));
        Assert.Equal(Fault.StageNotCalibrated, fault.Fault);
    }

    [Fact]
    public async Task Move_BeyondTheLimits_IsRefusedWithRuleAndFigure()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(49, 0), Token));
        Assert.Equal(Fault.InterlockRefused, fault.Fault);
        Assert.Contains("stage x", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("49 mm asked, allowed are -48 to 48 mm", fault.Detail, StringComparison.Ordinal);
        Assert.False(bench.Twin.Microscope.Stage.IsBusy);
    }

    [Fact]
    public async Task Move_Cancelled_HaltsTheStage()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1 });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), cancel.Token);
        await Eventually(() => bench.Twin.Microscope.Stage.IsBusy);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move);
        await Eventually(() => !bench.Twin.Microscope.Stage.IsBusy);
        Assert.True(bench.Twin.Microscope.Stage.True.XMm < 30);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public async Task Scan_OfTheTwin_EqualsTheWorldPixelByPixel(int bits)
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        await bench.Microscope.Column.SetFieldWidthUmAsync(30, Token);
        await bench.Microscope.Column.SetWorkingDistanceMmAsync(10.02, Token);
        var rows = new List<int>();
        GreyImage image = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(200, 151, bits, 1), new Recorder(rows), Token);
        ViewRequest view = bench.Twin.Microscope.View(new ScanArea(200, 151, 0, 0, 199, 150), bits, 1);
        GreyImage expected = new BlobWorld().Render(view, Token);
        Assert.Equal(20, view.DefocusUm, 2.0);
        Assert.True(view.ProbeCurrentPa > 0);
        Assert.Equal(bits, image.BitsPerPixel);
        Assert.Equal(expected.Pixels, image.Pixels);
        Assert.Equal(151, rows[^1]);
    }

    [Fact]
    public async Task Scan_Twice_GivesTheSamePixels()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        GreyImage first = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(64, 64, 16, 1), null, Token);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 1), Token);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(0, 0), Token);
        GreyImage elsewhere = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(64, 64, 16, 1), null, Token);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(-2, 3), Token);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(0, 0), Token);
        GreyImage again = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(64, 64, 16, 1), null, Token);
        Assert.Equal(elsewhere.Pixels, again.Pixels);
        Assert.NotEqual(first.Pixels, again.Pixels);
    }

    [Fact]
    public async Task Scan_WhileBlanked_IsDark()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        GreyImage image = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(32, 32, 8, 1), null, Token);
        Assert.All(image.Pixels, grey => Assert.Equal(0, grey));
    }

    [Fact]
    public async Task Scan_PixelsStopComing_IsIncompleteAndTheNextOneWhole()
    {
        await using TwinBench bench = await TwinBench.StartAsync(
            change: c => c with { SharkSem = c.SharkSem with { FrameStallTimeout = TimeSpan.FromMilliseconds(300) } });
        bench.Twin.SharkSem.Faults.StallImagesAfter(1);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(
            () => bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(512, 512, 8, 10), null, Token));
        Assert.Equal(Fault.FrameIncomplete, fault.Fault);
        bench.Twin.SharkSem.Faults.Clear();
        GreyImage image = await bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(64, 64, 8, 1), null, Token);
        Assert.Equal(64 * 64, image.Pixels.Length);
    }

    [Fact]
    public async Task Stop_WhileAScanStreams_IsSentAndConfirmed()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1 });
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        var rows = new List<int>();
        Task<GreyImage> scan = bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(1024, 768, 16, 10), new Recorder(rows), Token);
        await Eventually(() => { lock (rows) return rows.Count > 1; });
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report.Sent);
        Assert.True(report.BlankConfirmed);
        Assert.True(report.HaltConfirmed);
        Assert.Equal("", report.Detail);
        Assert.Equal(1, bench.Twin.Microscope.Column.Blanker);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => scan);
        Assert.Equal(Fault.StoppedByOperator, fault.Fault);
    }

    [Fact]
    public async Task Stop_WhileTheStageMoves_HaltsItOnItsWay()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1 });
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), Token);
        await Eventually(() => bench.Twin.Microscope.Stage.True.XMm > 0.5);
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report.HaltConfirmed);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
        Assert.InRange(bench.Twin.Microscope.Stage.True.XMm, 0.5, 35);
    }

    [Fact]
    public async Task Stop_WhileTheControlConnectionIsBlocked_WaitsForNothing()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1, SharkSemVersion = "2.0.9" });
        Task beam = bench.Microscope.Column.SetBeamAsync(true, 10, Token);
        await Eventually(() => bench.Twin.Microscope.Column.IsRamping);
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
        Assert.True(report.SentAfter < TimeSpan.FromSeconds(0.5));
        Assert.True(bench.Twin.Microscope.Column.IsRamping, "The stop has waited for the ramp.");
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => beam)).Fault);
    }

    [Fact]
    public async Task Stop_AfterTheLinkWasLost_SaysSoAndDoesNotThrow()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Twin.DisposeAsync();
        await Eventually(async () => !(await bench.Microscope.StopAsync(Token)).Sent);
    }

    [Fact]
    public async Task Command_AfterTheLinkWasLost_IsLinkLostUntilReconnected()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Twin.SharkSem.DropConnectionsAsync();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.Stage.ReadPositionAsync(Token));
        Assert.Equal(Fault.LinkLost, fault.Fault);
        Assert.Equal(StageMotion.Unknown, await bench.Microscope.Stage.ReadMotionAsync(Token));
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(2, (await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(2, 0), Token)).XMm, 0.001);
    }

    [Fact]
    public async Task Reconnect_AfterALossInTheMiddleOfAMove_FindsTheStageAtRest()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 1 });
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(30, 0), Token);
        while (bench.Twin.Microscope.Stage.True.XMm < 0.2) await PatientTime.DelayAsync(5, Token);
        await bench.Twin.SharkSem.DropConnectionsAsync();
        await Assert.ThrowsAsync<InstrumentFaultException>(() => move);
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(StageMotion.Idle, await bench.Microscope.Stage.ReadMotionAsync(Token));
        Assert.True(bench.Twin.Microscope.Stage.True.XMm < 28);
    }

    [Fact]
    public async Task Reconnect_NobodyListens_GivesUpAfterItsRetries()
    {
        await using TwinBench bench = await TwinBench.StartAsync(
            change: c => c with { Reconnect = new ReconnectSettings { Retries = 2, FirstDelay = TimeSpan.FromMilliseconds(10) } });
        await bench.Twin.DisposeAsync();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.ReconnectAsync(Token));
        Assert.Equal(Fault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task Answer_ThatComesLate_IsNotTakenForTheNextOne()
    {
        await using TwinBench bench = await TwinBench.StartAsync(
            change: c => c with { SharkSem = c.SharkSem with { AnswerTimeout = TimeSpan.FromMilliseconds(400), QuietTime = TimeSpan.FromMilliseconds(100) } });
        bench.Twin.SharkSem.Faults.DelayNext("GetWD", TimeSpan.FromMilliseconds(700));
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.Column.ReadWorkingDistanceMmAsync(Token));
        Assert.Equal(Fault.AnswerTimeout, fault.Fault);
        bench.Twin.Microscope.Column.WorkingDistanceMm = 12;
        Assert.Equal(12, await bench.Microscope.Column.ReadWorkingDistanceMmAsync(Token));
        await PatientTime.DelayAsync(600, Token);
        Assert.Equal(12, await bench.Microscope.Column.ReadWorkingDistanceMmAsync(Token));
    }

    [Fact]
    public async Task Motion_PollWithoutAnswer_IsUnknownAndTheMoveStillArrives()
    {
        await using TwinBench bench = await TwinBench.StartAsync(
            change: c => c with { SharkSem = c.SharkSem with { AnswerTimeout = TimeSpan.FromMilliseconds(300), QuietTime = TimeSpan.FromMilliseconds(50) } });
        bench.Twin.SharkSem.Faults.SwallowNext("StgIsBusy");
        Assert.Equal(StageMotion.Unknown, await bench.Microscope.Stage.ReadMotionAsync(Token));
        Assert.Equal(1, (await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 1), Token)).XMm, 0.001);
    }

    [Fact]
    public async Task Beam_OnAtAnotherVoltage_IsWaitedForAndReadBack()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { Column = new() { BeamOn = false, VoltageV = 5000 } });
        Assert.Equal(BeamState.Off, await bench.Microscope.Column.ReadBeamAsync(Token));
        await bench.Microscope.Column.SetBeamAsync(true, 15, Token);
        Assert.Equal(BeamState.On, await bench.Microscope.Column.ReadBeamAsync(Token));
        Assert.Equal(15, await bench.Microscope.Column.ReadEnergyKvAsync(Token), 0.05);
        await bench.Microscope.Column.SetBeamAsync(false, 0, Token);
        Assert.Equal(BeamState.Off, await bench.Microscope.Column.ReadBeamAsync(Token));
    }

    [Fact]
    public async Task Beam_OnWithBlownFilament_IsItsOwnFault()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        bench.Twin.Microscope.Column.BlowFilament();
        Assert.Equal(Fault.FilamentBlown, (await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.Column.SetBeamAsync(true, 5, Token))).Fault);
    }

    [Fact]
    public async Task Beam_OnWithOlderServer_BlocksTheSessionAndArrives()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { SharkSemVersion = "2.0.9" });
        await bench.Microscope.Column.SetBeamAsync(true, 20, Token);
        Assert.Equal(20, await bench.Microscope.Column.ReadEnergyKvAsync(Token), 0.05);
        Assert.Null(await bench.Microscope.Column.ReadProbeCurrentPaAsync(Token));
    }

    [Fact]
    public async Task Set_ThatTheServerLimitsSilently_IsNotTaken()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.Column.SetFieldWidthUmAsync(50000, Token));
        Assert.Equal(Fault.SetNotTaken, fault.Fault);
        Assert.Contains("20000", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stigmator_Set_ReadsBack()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Microscope.Column.SetStigmatorAsync(4, -3, Token);
        Assert.Equal((4, -3), await bench.Microscope.Column.ReadStigmatorAsync(Token));
        (double x, double y) = bench.Twin.Microscope.Column.AstigmatismUm;
        Assert.Equal(0, x, 1e-9);
        Assert.Equal(0, y, 1e-9);
    }

    [Fact]
    public async Task Vacuum_Vented_RefusesTheBeam()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        bench.Twin.Microscope.Vacuum.Vent();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Microscope.Column.SetBlankAsync(false, Token));
        Assert.Equal(Fault.InterlockRefused, fault.Fault);
        Assert.Contains("vacuum", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Park_FromAnywhere_BlanksAndComesHome()
    {
        await using TwinBench bench = await TwinBench.StartAsync();
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(20, 10), Token);
        StopReport report = await bench.Microscope.ParkAsync(Token);
        Assert.Equal("", report.Detail);
        Assert.True(report.BlankConfirmed);
        Assert.Equal(0, bench.Twin.Microscope.Stage.True.XMm, 0.001);
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 1), Token);
    }

    [Fact]
    public async Task Status_WhileAScanStreams_IsReadAndTheFrameComesWhole()
    {
        await using TwinBench bench = await TwinBench.StartAsync(TwinBench.Options with { TimeFactor = 2 });
        await bench.Microscope.Column.SetBlankAsync(false, Token);
        Task<GreyImage> scan = bench.Microscope.Scanner.ScanFrameAsync(new ScanRequest(512, 256, 16, 5), null, Token);
        Instruments.Interlock.InstrumentStatus status = await bench.Microscope.ReadStatusAsync(Token);
        Assert.True(status.IsReachable);
        Assert.Equal(VacuumState.Ready, status.Vacuum);
        Assert.Equal(BeamState.On, status.Beam);
        Assert.Equal(100, status.ProbeCurrentPa);
        Assert.False(status.IsBlanked);
        Assert.Equal(512 * 256, (await scan).Pixels.Length);
    }

    private static async Task Eventually(Func<bool> condition) => await Eventually(() => Task.FromResult(condition()));

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        long began = PatientTime.Instance.GetTimestamp();
        while (!await condition())
        {
            Assert.True(PatientTime.Instance.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
            await PatientTime.DelayAsync(10, Token);
        }
    }

    private sealed class Recorder(List<int> rows) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (rows) rows.Add(value);
        }
    }
}
