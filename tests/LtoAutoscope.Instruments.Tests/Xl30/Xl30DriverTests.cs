using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>The driver over real links against the twin.</summary>
public sealed class Xl30DriverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Move_OverARealLink_GoesInShortPiecesAndArrives(bool terminal)
    {
        TwinMicroscope twin = Xl30Bench.Twin(200);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin), terminal);
        StagePosition reached = await bench.Microscope.Stage.MoveAsync(new StageTarget(2.5, -1, 19, 12, 6), Token);
        Assert.Equal(2.5, reached.XMm, 0.005);
        Assert.Equal(-1, twin.Stage.True.YMm, 0.005);
        Assert.Equal(19, twin.Stage.True.ZMm, 0.005);
        Assert.Equal(12, reached.RotationDeg, 0.1);
        Assert.Equal(6, twin.Stage.True.TiltDeg, 0.1);

        // Away from the lens first; then 2.7 mm in three pieces, 12° in three and 6° in two.
        Xl30Opcode[] moves = [.. bench.Sent.Where(opcode => opcode is >= Xl30Opcode.MoveXY and <= Xl30Opcode.MoveTilt)];
        Assert.Equal(Xl30Opcode.MoveZ, moves[0]);
        Assert.Equal((1, 3, 3, 2), (moves.Count(o => o == Xl30Opcode.MoveZ), moves.Count(o => o == Xl30Opcode.MoveXY), moves.Count(o => o == Xl30Opcode.MoveRotation), moves.Count(o => o == Xl30Opcode.MoveTilt)));
        Assert.Equal(StageMotion.Idle, await bench.Microscope.Stage.ReadMotionAsync(Token));
    }

    [Fact]
    public async Task Move_TowardsTheLens_LiftsLast()
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(Xl30Bench.Twin(200)));
        await bench.Microscope.Stage.MoveAsync(new StageTarget(0.5, 0, 20.5, null, 2), Token);
        Assert.Equal(Xl30Opcode.MoveZ, bench.Sent.Last(opcode => opcode is >= Xl30Opcode.MoveXY and <= Xl30Opcode.MoveTilt));
    }

    [Fact]
    public async Task Move_SilentlyRefused_DidNotArriveAndIsNotSentAgain()
    {
        TwinMicroscope twin = Xl30Bench.Twin(200);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        twin.Stage.RefuseNextMove();
        Assert.Equal(Fault.StageDidNotArrive, (await FaultOf(() => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(3, 0), Token))).Fault);
        Assert.Single(bench.Sent, Xl30Opcode.MoveXY);
    }

    [Fact]
    public async Task Move_OutOfRange_IsRejectedWithTheNumber()
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(Xl30Bench.Twin(200)), change: settings => settings with
        {
            LongestStepMm = 100, Limits = settings.Limits with { X = new AxisRange(-100, 100) },
        });
        InstrumentFaultException fault = await FaultOf(() => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(70, 0), Token));
        Assert.Equal(Fault.CommandRejected, fault.Fault);
        Assert.Contains("error 3", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.Microscope.Stage.ReadPositionAsync(Token)).XMm, 0.005);
    }

    [Theory]
    [InlineData(50.1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0, 41)]
    public async Task Move_BeyondTheTravel_SendsNothing(double x, double z)
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(Xl30Bench.Twin(200)));
        Assert.Equal(Fault.StageLimit, (await FaultOf(() => bench.Microscope.Stage.MoveAsync(new StageTarget(x, 0, z), Token))).Fault);
        Assert.DoesNotContain(bench.Sent, opcode => opcode >= Xl30Opcode.HomeStage && opcode != Xl30Opcode.GetStagePosition);
    }

    [Fact]
    public async Task Terminal_Gone_IsAFaultInABoundedTime()
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(Xl30Bench.Twin(100)), terminal: true, settings => settings with
        {
            AnswerTimeout = TimeSpan.FromMilliseconds(300), SynchroniseTimeout = TimeSpan.FromMilliseconds(600),
        });
        await bench.Listener.DropConnectionsAsync();
        Fault fault = (await FaultOf(() => bench.Microscope.Stage.ReadPositionAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token))).Fault;
        Assert.True(fault is Fault.LinkLost or Fault.AnswerTimeout, fault.ToString());
        Assert.Equal(StageMotion.Unknown, await bench.Microscope.Stage.ReadMotionAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.False((await bench.Microscope.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token)).HaltConfirmed ?? false);
    }

    [Fact]
    public async Task Motion_WhileAMoveBlocksTheLine_IsKnownWithoutAsking()
    {
        TwinMicroscope twin = Xl30Bench.Twin(1);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin), change: settings => settings with { LongestStepMm = 4 });
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(4, 0), Token);
        while (!twin.Stage.IsBusy) await PatientTime.DelayAsync(5, Token);
        int sent = bench.Sent.Count;
        Assert.Equal(StageMotion.Moving, await bench.Microscope.Stage.ReadMotionAsync(Token));
        Assert.Equal(0, (await bench.Microscope.Stage.ReadPositionAsync(Token)).XMm, 0.005);
        Assert.Equal(sent, bench.Sent.Count);
        Assert.Equal(4, (await move).XMm, 0.005);
    }

    [Fact]
    public async Task Stop_DuringALongMove_TakesEffectBetweenTwoPieces()
    {
        TwinMicroscope twin = Xl30Bench.Twin(4);
        twin.Column.Blanker = 0;
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin), terminal: OperatingSystem.IsLinux());
        Assert.False(bench.Microscope.StopAbility.InterruptsMoves);
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), Token);
        while (twin.Stage.True.XMm < 1.2) await PatientTime.DelayAsync(5, Token);
        Task unblank = bench.Microscope.Column.SetBlankAsync(false, Token);
        double before = twin.Stage.True.XMm;
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        Assert.Equal(Fault.StoppedByOperator, (await FaultOf(() => move)).Fault);
        await unblank.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(1, twin.Column.Blanker);
        Assert.InRange(twin.Stage.True.XMm, before, before + 2.1);
        Assert.DoesNotContain(Xl30Opcode.MoveXY, bench.Sent.SkipWhile(opcode => opcode != Xl30Opcode.SetBlank));

        // The line is in step, and a new move is a new decision.
        await bench.Microscope.Stage.MoveAsync(StageTarget.Planar(0.5 + Math.Round(twin.Stage.True.XMm), 0), Token);
    }

    [Fact]
    public async Task Halt_DuringALongMove_WaitsForThePieceUnderWay()
    {
        TwinMicroscope twin = Xl30Bench.Twin(4);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), Token);
        while (twin.Stage.True.XMm < 0.2) await PatientTime.DelayAsync(5, Token);
        await bench.Microscope.Stage.HaltAsync(Token);
        Assert.False(twin.Stage.IsBusy);
        Assert.Equal(Fault.StoppedByOperator, (await FaultOf(() => move)).Fault);
    }

    [Fact]
    public async Task Move_Cancelled_SendsNoFurtherPiece()
    {
        TwinMicroscope twin = Xl30Bench.Twin(4);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(40, 0), cancel.Token);
        while (twin.Stage.True.XMm < 0.2) await PatientTime.DelayAsync(5, Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move);
        int moves = bench.Sent.Count(opcode => opcode == Xl30Opcode.MoveXY);
        while (await bench.Microscope.Stage.ReadMotionAsync(Token) != StageMotion.Idle) await PatientTime.DelayAsync(5, Token);
        Assert.Equal(moves, bench.Sent.Count(opcode => opcode == Xl30Opcode.MoveXY));
        Assert.False(twin.Stage.IsBusy);
    }

    [Fact]
    public async Task Column_OfTheTwin_SetsAndReadsBack()
    {
        TwinMicroscope twin = Xl30Bench.Twin(100);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin), terminal: OperatingSystem.IsLinux());
        IElectronColumn column = bench.Microscope.Column;
        Assert.Equal(BeamState.Off, await column.ReadBeamAsync(Token));
        await column.SetBeamAsync(true, 12, Token);
        Assert.Equal(12, await column.ReadEnergyKvAsync(Token), 0.1);
        Assert.Equal(BeamState.On, await column.ReadBeamAsync(Token));
        await column.SetBlankAsync(false, Token);
        Assert.False(await column.ReadBlankAsync(Token));
        await column.SetFieldWidthUmAsync(37.5, Token);
        Assert.Equal(37.5, twin.Column.FieldWidthUm, 0.01);
        await column.SetStigmatorAsync(4, -3, Token);
        Assert.Equal((4, -3), await column.ReadStigmatorAsync(Token));
        Assert.Null(await column.ReadProbeCurrentPaAsync(Token));
        await bench.Microscope.SetSpotSizeAsync(4, Token);
        Assert.Equal(80, twin.Column.ProbeCurrentPa, 0.01);
        Assert.Equal(Fault.NotSupported, (await FaultOf(() => column.ReadWorkingDistanceMmAsync(Token))).Fault);
        Assert.Equal(Fault.NotSupported, (await FaultOf(() => column.SetWorkingDistanceMmAsync(10, Token))).Fault);
        Assert.Equal(Fault.NotSupported, (await FaultOf(() => column.SetBeamAsync(true, 31, Token))).Fault);
        await column.SetBeamAsync(false, 0, Token);
        Assert.Equal(BeamState.Off, await column.ReadBeamAsync(Token));
    }

    [Fact]
    public async Task OtherParts_OfTheTwin_SetAndReadBack()
    {
        TwinMicroscope twin = Xl30Bench.Twin(200);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Xl30Microscope microscope = bench.Microscope;
        await microscope.Detectors.SelectAsync(0, new Detector(4, "BSE"), Token);
        Assert.Equal(new Detector(4, "BSE"), await microscope.Detectors.ReadSelectedAsync(0, Token));
        Assert.Equal(Fault.CommandRejected, (await FaultOf(() => microscope.Detectors.SelectAsync(0, new Detector(8, "CCD"), Token))).Fault);
        await microscope.Detectors.SetSignalAsync(0, 30, 60, Token);
        Assert.Equal((60, 30), twin.Column.Detector);
        await microscope.Detectors.AutoSignalAsync(0, Token);
        Assert.Equal((50, 50), await microscope.Detectors.ReadSignalAsync(0, Token));
        await microscope.BeamShift.SetAsync(10, -20, Token);
        Assert.Equal(0.01, twin.Column.ImageShift.XMm, 1e-6);
        Assert.Equal(Fault.CommandRejected, (await FaultOf(() => microscope.BeamShift.SetAsync(500, 0, Token))).Fault);
        Assert.False(await microscope.SpecimenCurrent.ReadAsync(Token));
        await microscope.SpecimenCurrent.SetAsync(true, Token);
        Assert.True(await microscope.SpecimenCurrent.ReadAsync(Token));
        Assert.Equal(Fault.CommandRejected, (await FaultOf(() => microscope.Automatic.AutoFocusAsync(0, Token))).Fault);
        await microscope.Column.SetBeamAsync(true, 5, Token);
        Assert.Equal(double.NaN, await microscope.Automatic.AutoFocusAsync(0, Token));
        Assert.Equal(twin.SurfaceWorkingDistanceMm(), twin.Column.WorkingDistanceMm, 1e-6);
        Assert.Equal(VacuumState.Unknown, await microscope.Vacuum.ReadStateAsync(Token));
        Assert.Equal(ZLink.Unknown, await microscope.Stage.ReadZLinkAsync(Token));
    }

    [Fact]
    public async Task Column_WithoutVacuum_IsRejected()
    {
        TwinMicroscope twin = Xl30Bench.Twin(100);
        twin.Vacuum.Vent();
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Assert.Equal(Fault.CommandRejected, (await FaultOf(() => bench.Microscope.Column.SetBeamAsync(true, 5, Token))).Fault);
    }

    [Fact]
    public async Task FrameTrigger_WithoutAFolder_TakesAPhotographAfterTwoFrames()
    {
        // 121 lines of 1.25 ms, averaged over two frames.
        await using Xl30Bench bench = await Xl30Bench.StartAsync(ScriptedServer.Answering(
            request => (request.Opcode == Xl30Opcode.GetFilter ? Xl30Message.Words(request.Opcode, 2, 1) : request).Encode()));
        long began = TimeProvider.System.GetTimestamp();
        await bench.Microscope.FrameTrigger.TriggerAsync(new ScanRequest(712, 484, 8, 1), Token);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(2 * 2 * 121 * 1.25));
        Assert.Equal(Xl30Opcode.Photograph, bench.Sent[^1]);
        Assert.Empty(bench.Messages[^1].Payload.ToArray());
    }

    [Fact]
    public async Task Halt_WhileTheBeamIsChanged_LeavesTheBeamAlone()
    {
        TwinMicroscope twin = Xl30Bench.Twin(10);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Task beam = bench.Microscope.Column.SetBeamAsync(true, 20, Token);
        await bench.Microscope.Stage.HaltAsync(Token);
        await beam;
        Assert.Equal(20, await bench.Microscope.Column.ReadEnergyKvAsync(Token), 0.1);
    }

    [Fact]
    public async Task Link_Cut_IsLostAndCanBeMadeAgain()
    {
        TwinMicroscope twin = Xl30Bench.Twin(1);
        await using Xl30Bench bench = await Xl30Bench.StartAsync(new Xl30Server(twin));
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token);
        while (!twin.Stage.IsBusy) await PatientTime.DelayAsync(5, Token);
        await bench.Listener.DropConnectionsAsync();
        Assert.Equal(Fault.LinkLost, (await FaultOf(() => move)).Fault);
        Assert.Equal(StageMotion.Unknown, await bench.Microscope.Stage.ReadMotionAsync(Token));
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report is { Sent: false, BlankConfirmed: null, HaltConfirmed: null });
        await bench.Microscope.ReconnectAsync(Token);
        Assert.Equal(StageMotion.Idle, await bench.Microscope.Stage.ReadMotionAsync(Token));
        Assert.Single(bench.Sent, Xl30Opcode.MoveXY);
    }

    [Fact]
    public async Task Connect_ToNothing_IsUnreachable()
    {
        Xl30Settings settings = Xl30Bench.Settings with { SerialPort = OperatingSystem.IsWindows() ? "COM999" : "/dev/tty-that-is-not-there" };
        InstrumentFaultException fault = await FaultOf(() => Xl30Microscope.ConnectAsync(settings, LtoAutoscope.Instruments.Transports.IWireTap.None, PatientTime.Instance, Token));
        Assert.Equal(Fault.Unreachable, fault.Fault);
    }

    private static async Task<InstrumentFaultException> FaultOf(Func<Task> act) => await Assert.ThrowsAsync<InstrumentFaultException>(act);
}
