using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class StopAndParkTests
{
    private static readonly SafetyEnvelope Envelope = new() { Limits = new(new(-40, 40), new(-40, 40), new(0, 45), new(-180, 180), new(-10, 60)), LensZMm = 40 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InterlockedMicroscope Wrap(IMicroscope inner, ParkSettings? park = null)
        => new(inner, Envelope, park ?? new ParkSettings(), new ReconnectSettings(), PatientTime.Instance);

    /// <summary>A command that never ends holds the gate; a stop reaches the instrument on the caller's own thread before its call returns.</summary>
    [Fact]
    public async Task StopAsync_GateHeldByACommandThatNeverEnds_ReachesTheInstrumentBeforeItReturns()
    {
        var inner = new SimulatedMicroscope();
        await using InterlockedMicroscope microscope = Wrap(inner);
        using InstrumentLease lease = microscope.Acquire("run 17");
        using var entered = new SemaphoreSlim(0);
        using var forever = new ManualResetEventSlim();
        inner.Told = (_, _) =>
        {
            entered.Release();
            forever.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        };
        Task blocked = Task.Run(() => lease.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token), Token);
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Task second = lease.Microscope.Column.SetBlankAsync(false, Token);
        Assert.False(second.IsCompleted);

        int thread = 0;
        inner.Stopping = () =>
        {
            thread = Environment.CurrentManagedThreadId;
            return new StopReport(true, true, true, TimeSpan.Zero);
        };
        int caller = Environment.CurrentManagedThreadId;
        Task<StopReport> stopping = microscope.StopAsync(Token);
        (int stops, int on) = (inner.Stops, thread);
        Assert.Equal((1, caller), (stops, on));
        Assert.True((await stopping).Sent);

        inner.Told = (_, _) => { };
        forever.Set();
        foreach (Task held in (Task[])[blocked, second])
            Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => held)).Fault);
    }

    /// <summary>A browser that goes away must not take back what is on its way to the instrument.</summary>
    [Fact]
    public async Task StopAsync_CallerHasGivenUp_StillReachesTheInstrument()
    {
        var inner = new SimulatedMicroscope();
        await using InterlockedMicroscope microscope = Wrap(inner);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        _ = await microscope.StopAsync(gone.Token).ContinueWith(stop => stop.Status, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.Equal(1, inner.Stops);
        Assert.True(microscope.IsStopped);
    }

    [Fact]
    public async Task StopAsync_InstrumentThrows_ReportsThatNothingWasSent()
    {
        var inner = new SimulatedMicroscope { Stopping = () => throw new InstrumentFaultException(Fault.LinkLost, "the cable is out") };
        await using InterlockedMicroscope microscope = Wrap(inner);
        StopReport report = await microscope.StopAsync(Token);
        Assert.False(report.Sent);
        Assert.Contains("the cable is out", report.Detail, StringComparison.Ordinal);
        Assert.Equal([Fault.BlankNotConfirmed, Fault.HaltNotConfirmed], report.Faults);
    }

    [Theory]
    [InlineData(true, true, true, false, new Fault[0])]
    [InlineData(true, false, true, false, new[] { Fault.BlankNotConfirmed })]
    [InlineData(true, true, null, false, new[] { Fault.HaltNotConfirmed })]
    [InlineData(true, null, null, true, new Fault[0])]
    [InlineData(true, false, false, true, new[] { Fault.BlankNotConfirmed, Fault.HaltNotConfirmed })]
    [InlineData(false, null, null, true, new[] { Fault.BlankNotConfirmed, Fault.HaltNotConfirmed })]
    public void Faults_NameWhatTheHardwareDidNotConfirm(bool sent, bool? blanked, bool? halted, bool accepted, Fault[] faults)
        => Assert.Equal(faults, (new StopReport(sent, blanked, halted, TimeSpan.Zero) { UnreadableAccepted = accepted }).Faults);

    [Fact]
    public async Task StopLatch_ConnectionMadeAgain_HoldsUntilCleared()
    {
        var inner = new SimulatedMicroscope();
        await using InterlockedMicroscope microscope = Wrap(inner);
        await microscope.StopAsync(Token);
        await microscope.ReconnectAsync(Token);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Column.SetBlankAsync(false, Token))).Fault);
        microscope.ClearStop();
        await microscope.Column.SetBlankAsync(false, Token);
    }

    [Fact]
    public async Task ParkAsync_AllGoesWell_ListsEveryStep()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(10, 0, 10, 0, 0) };
        await using InterlockedMicroscope microscope = Wrap(inner, new ParkSettings(true, new StageTarget(0, 0, 5)));
        StopReport report = await microscope.ParkAsync(Token);
        Assert.Equal("stop, blank, high voltage off, stage to its safe position", string.Join(", ", report.Steps.Select(step => step.Name)));
        Assert.All(report.Steps, step => Assert.True(step.Done));
        Assert.Equal("", report.Detail);
        Assert.Empty(report.Faults);
        Assert.False(microscope.IsStopped);
    }

    [Fact]
    public async Task ParkAsync_HighVoltageFails_StageGoesHomeAllTheSame()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(10, 0, 10, 0, 0) };
        inner.Told = (what, _) =>
        {
            if (what == "beam off") throw new InstrumentFaultException(Fault.HighVoltageTimeout, "still 5 kV after 60 s");
        };
        await using InterlockedMicroscope microscope = Wrap(inner, new ParkSettings(true, new StageTarget(0, 0)));
        StopReport report = await microscope.ParkAsync(Token);
        Assert.Equal([true, true, false, true], report.Steps.Select(step => step.Done));
        Assert.Contains("high voltage off: ", report.Detail, StringComparison.Ordinal);
        Assert.Contains("still 5 kV", report.Detail, StringComparison.Ordinal);
        Assert.Equal(0, inner.True.XMm, 1e-6);
    }

    [Fact]
    public async Task ParkAsync_StopDidNotBlank_BlanksOnceMoreAndReadsBack()
    {
        var inner = new SimulatedMicroscope { Stopping = () => new StopReport(true, false, true, TimeSpan.Zero) };
        List<string> told = [];
        inner.Told = (what, _) => told.Add(what);
        await using InterlockedMicroscope microscope = Wrap(inner);
        Assert.True((await microscope.ParkAsync(Token)).BlankConfirmed);
        Assert.Equal(["blank"], told);

        inner.BlankRead = false;
        StopReport open = await microscope.ParkAsync(Token);
        Assert.False(open.BlankConfirmed);
        Assert.Equal([Fault.BlankNotConfirmed], open.Faults);
        Assert.Contains("blank: it reads back as open", open.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParkAsync_LinkGone_TriesNoMoreAndMovesNothing()
    {
        var inner = new SimulatedMicroscope { Stopping = () => new StopReport(false, null, null, TimeSpan.Zero, "both connections are closed") };
        int tried = 0;
        inner.Told = (_, _) =>
        {
            tried++;
            throw new InstrumentFaultException(Fault.LinkLost, "closed");
        };
        await using InterlockedMicroscope microscope = Wrap(inner, new ParkSettings(true, new StageTarget(0, 0)));
        StopReport report = await microscope.ParkAsync(Token);
        Assert.Equal(1, tried);
        Assert.DoesNotContain(report.Steps, step => step.Done);
        Assert.Contains("both connections are closed", report.Detail, StringComparison.Ordinal);
        Assert.Equal([Fault.BlankNotConfirmed, Fault.HaltNotConfirmed], report.Faults);
    }

    [Fact]
    public async Task ParkAsync_RetreatIsRefused_GoesHomeInThePlaneAtItsHeight()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(10, 0, 10, 0, 0), Link = ZLink.Unknown };
        await using InterlockedMicroscope microscope = Wrap(inner, new ParkSettings(false, new StageTarget(0, 0, 5)));
        StopReport report = await microscope.ParkAsync(Token);
        Assert.Equal(new StagePosition(0, 0, 10, 0, 0), inner.True);
        Assert.Contains("link of z known", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParkAsync_StageStallsOnTheRetreat_IsMovedNoMore()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(10, 0, 10, 0, 0) };
        int moves = 0;
        inner.Told = (what, _) =>
        {
            if (what != "move") return;
            moves++;
            throw new InstrumentFaultException(Fault.StageDidNotArrive, "z is 3 mm off");
        };
        await using InterlockedMicroscope microscope = Wrap(inner, new ParkSettings(false, new StageTarget(0, 0, 5)));
        Assert.Contains("z is 3 mm off", (await microscope.ParkAsync(Token)).Detail, StringComparison.Ordinal);
        Assert.Equal(1, moves);
    }

    [Fact]
    public async Task TryAcquire_HeldByAnOperator_NamesThem()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope());
        using (microscope.Acquire("Mia at the joystick"))
        {
            Assert.Null(microscope.TryAcquire("queue", out string holder));
            Assert.Equal("Mia at the joystick", holder);
        }

        using InstrumentLease? lease = microscope.TryAcquire("queue", out _);
        Assert.NotNull(lease);
    }
}
