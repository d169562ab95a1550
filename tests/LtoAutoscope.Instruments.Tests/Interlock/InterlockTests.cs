using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class InterlockTests
{
    private static readonly StagePosition Start = new(0, 0, 10, 0, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SafetyEnvelope Envelope(int sign) => new()
    {
        Limits = new(new(-40, 40), new(-40, 40), new(0, 45), new(-180, 180), new(-10, 60)),
        ZTowardsLens = sign,
        ZByTilt = sign > 0
            ? [new(-10, 24), new(0, 30), new(30, 18), new(50, 20), new(60, 8)]
            : [new(-10, 12), new(0, 5), new(30, 20), new(50, 18), new(60, 28)],
        MinimumWorkingDistanceMm = 3,
        LensZMm = sign > 0 ? 34 : 0,
        HolderHeightMm = 2,
        MaximumStepMm = 30,
        MaximumStepDeg = 25,
    };

    private static SafetyEnvelope Crowded(int sign) => Envelope(sign) with
    {
        KeepOut =
        [
            new KeepOutVolume("detector", new(8, 20), new(-6, 6), sign > 0 ? new(14, 60) : new(-20, 24)),
            KeepOutVolume.Cylinder("nozzle", -15, 10, 6, sign > 0 ? new(5, 60) : new(-20, 34)),
            new KeepOutVolume("wall", new(33, 60), KeepOutVolume.Unbounded, KeepOutVolume.Unbounded),
        ],
    };

    private static InterlockedMicroscope Wrap(SimulatedMicroscope inner, SafetyEnvelope envelope, ParkSettings? park = null)
        => new(inner, envelope, park ?? new ParkSettings(), new ReconnectSettings(), PatientTime.Instance);

    /// <summary>A million sequences of up to six commands, hostile figures among them, against a stage whose axes do not run in step.</summary>
    [Fact]
    public async Task Commands_InRandomOrder_NeverLeaveTheEnvelope()
    {
        (SafetyEnvelope Envelope, StagePosition Start)[] labs = [(Crowded(1), Start), (Crowded(-1), Start with { ZMm = 34.5 })];
        long moves = 0, others = 0, refused = 0;
        await Gen.ULong.SampleAsync(async seed =>
        {
            (SafetyEnvelope envelope, StagePosition start) = labs[seed % 2];
            var session = new RandomSession(seed, envelope, start);
            await session.RunAsync(Token);
            Interlocked.Add(ref moves, session.Moves);
            Interlocked.Add(ref others, session.Others);
            Interlocked.Add(ref refused, session.Refused);
        }, iter: 1_000_000, threads: 2);
        Assert.True(moves > 500_000 && others > 300_000 && refused > 500_000, $"{moves} moves and {others} other commands passed, {refused} were refused: the test shows little.");
    }

    [Fact]
    public async Task Move_LongerThanAStep_IsRefusedWithTheFigure()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope { True = Start }, Envelope(1));
        InstrumentFaultException fault = await Refused(() => microscope.Stage.MoveAsync(StageTarget.Planar(35, 0), Token));
        Assert.Contains("longest step: 35", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("allowed are 30 mm", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_TiltUnderTheLens_IsRefusedUntilZIsLowered()
    {
        var inner = new SimulatedMicroscope { True = Start with { ZMm = 25 } };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1));
        InstrumentFaultException fault = await Refused(() => microscope.Stage.MoveAsync(new StageTarget(TiltDeg: 20), Token));
        Assert.Contains("z limit at a tilt", fault.Detail, StringComparison.Ordinal);
        await Refused(() => microscope.Stage.MoveAsync(new StageTarget(ZMm: 15, TiltDeg: 20), Token));
        await microscope.Stage.MoveAsync(new StageTarget(ZMm: 15), Token);
        await microscope.Stage.MoveAsync(new StageTarget(TiltDeg: 20), Token);
        Assert.Equal(20, inner.True.TiltDeg);
    }

    [Fact]
    public async Task Move_FoundTooNearTheLens_MayOnlyRetreat()
    {
        var inner = new SimulatedMicroscope { True = Start with { ZMm = 33 } };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1));
        await Refused(() => microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token));
        await Refused(() => microscope.Stage.MoveAsync(new StageTarget(ZMm: 33.5), Token));
        await microscope.Stage.MoveAsync(new StageTarget(ZMm: 20), Token);
        Assert.Equal(20, inner.True.ZMm);
    }

    [Theory]
    [InlineData(StageMotion.Moving)]
    [InlineData(StageMotion.Unknown)]
    public async Task Move_StageNotKnownToRest_IsRefused(StageMotion motion)
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope { True = Start, Motion = motion }, Envelope(1));
        await Refused(() => microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token));
    }

    [Fact]
    public void Check_NotANumber_IsRefused()
    {
        var rules = new InterlockRules(Envelope(1));
        var state = new InterlockState(Start, StageMotion.Idle, new SimulatedMicroscope().Travel, VacuumState.Ready);
        Assert.NotNull(rules.Check(new InterlockCommand.Move(new StageTarget(double.NaN)), state));
        Assert.NotNull(rules.Check(new InterlockCommand.Move(StageTarget.Planar(0, double.PositiveInfinity)), state));
        Assert.NotNull(rules.Check(new InterlockCommand.WorkingDistance(double.NaN), state));
        Assert.NotNull(rules.Check(new InterlockCommand.BeamOn(double.NaN), state));
        Assert.NotNull(rules.Check(new InterlockCommand.Move(StageTarget.Planar(0, 0)), state with { Position = null }));
        Assert.NotNull(rules.Check(new InterlockCommand.Move(StageTarget.Planar(0, 0)), state with { Limits = null }));
    }

    [Fact]
    public async Task Lease_Held_KeepsOthersOutAndIsNamed()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope { True = Start }, Envelope(1));
        using (InstrumentLease lease = microscope.Acquire("run 17"))
        {
            Assert.Contains("run 17", (await Refused(() => microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token))).Detail, StringComparison.Ordinal);
            Assert.Contains("run 17", Assert.Throws<InstrumentFaultException>(() => microscope.Acquire("operator")).Detail, StringComparison.Ordinal);
            await lease.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token);
            await microscope.Stage.ReadPositionAsync(Token);
        }

        await microscope.Stage.MoveAsync(StageTarget.Planar(2, 0), Token);
    }

    [Fact]
    public async Task Lease_GivenBack_MovesNothingMore()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope { True = Start }, Envelope(1));
        InstrumentLease lease = microscope.Acquire("run 17");
        lease.Dispose();
        lease.Dispose();
        await Refused(() => lease.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token));
    }

    [Fact]
    public async Task Stop_WhileSomeoneHoldsTheLease_PassesAndHoldsEverythingUntilCleared()
    {
        var inner = new SimulatedMicroscope { True = Start };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1));
        using InstrumentLease lease = microscope.Acquire("run 17");
        await microscope.StopAsync(Token);
        Assert.Equal(1, inner.Stops);
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => lease.Microscope.Column.SetBlankAsync(false, Token));
        Assert.Equal(Fault.StoppedByOperator, fault.Fault);
        microscope.ClearStop();
        await lease.Microscope.Column.SetBlankAsync(false, Token);
    }

    [Fact]
    public async Task Park_FarAway_GoesInAllowedStepsAndNeedsNoLease()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(40, -40, 10, 0, 0) };
        SafetyEnvelope envelope = Envelope(1);
        int moves = 0;
        inner.Passing = new EnvelopeWatch(envelope).AssertPlace;
        inner.Told = (what, _) =>
        {
            if (what == "move") moves++;
        };
        await using InterlockedMicroscope microscope = Wrap(inner, envelope, new ParkSettings(true, new StageTarget(-40, 40, 2)));
        using InstrumentLease lease = microscope.Acquire("run 17");
        StopReport report = await microscope.ParkAsync(Token);
        Assert.Equal("", report.Detail);
        Assert.Equal(-40, inner.True.XMm, 1e-6);
        Assert.Equal(2, inner.True.ZMm, 1e-6);
        Assert.True(moves >= 5);
    }

    /// <summary>The stop overtakes a command that has passed every check already, so the command reaches the instrument behind it.</summary>
    [Theory]
    [InlineData("unblank", "blank")]
    [InlineData("beam on", "blank")]
    [InlineData("move", "halt")]
    public async Task Stop_BetweenTheCheckAndTheCommand_TakesTheCommandBack(string command, string takenBack)
    {
        var inner = new SimulatedMicroscope { True = Start };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1));
        using InstrumentLease lease = microscope.Acquire("run 17");
        List<string> told = [];
        List<Task> stops = [];
        inner.Told = (what, _) =>
        {
            told.Add(what);
            if (what == command) stops.Add(microscope.StopAsync(Token));
        };
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => command switch
        {
            "unblank" => lease.Microscope.Column.SetBlankAsync(false, Token),
            "beam on" => lease.Microscope.Column.SetBeamAsync(true, 5, Token),
            _ => lease.Microscope.Stage.MoveAsync(StageTarget.Planar(1, 0), Token),
        });
        Assert.Equal(Fault.StoppedByOperator, fault.Fault);
        await Task.WhenAll(stops);
        Assert.Equal([command, takenBack], told);
    }

    [Fact]
    public async Task Stop_WhileParking_EndsTheWayToTheSafePosition()
    {
        var inner = new SimulatedMicroscope { True = new StagePosition(40, -40, 10, 0, 0) };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1), new ParkSettings(false, new StageTarget(-40, 40, 2)));
        int moves = 0;
        List<Task> stops = [];
        inner.Told = (what, _) =>
        {
            if (what == "move" && ++moves == 2) stops.Add(microscope.StopAsync(Token));
        };
        StopReport report = await microscope.ParkAsync(Token);
        await Task.WhenAll(stops);
        Assert.Equal(2, moves);
        Assert.NotEmpty(report.Detail);

        // Parking after the stop is a person's or the service's own decision, and is done.
        inner.Told = (_, _) => { };
        Assert.Equal("", (await microscope.ParkAsync(Token)).Detail);
        Assert.Equal(-40, inner.True.XMm, 1e-6);
    }

    [Fact]
    public async Task Park_ByTheOwnerOfALeaseAfterAStop_MovesNothing()
    {
        var inner = new SimulatedMicroscope { True = Start };
        await using InterlockedMicroscope microscope = Wrap(inner, Envelope(1), new ParkSettings(false, new StageTarget(5, 5)));
        using InstrumentLease lease = microscope.Acquire("run 17");
        await microscope.StopAsync(Token);
        Assert.True((await lease.Microscope.ParkAsync(Token)).Sent);
        Assert.Equal(Start, inner.True);
        Assert.Equal(2, inner.Stops);
    }

    [Fact]
    public async Task Scan_WhileTheStageMoves_IsRefused()
    {
        await using InterlockedMicroscope microscope = Wrap(new SimulatedMicroscope { True = Start, Motion = StageMotion.Moving }, Envelope(1));
        Assert.Contains("no scan", (await Refused(() => microscope.Scanner.ScanFrameAsync(new ScanRequest(1, 1, 8, 1), null, Token))).Detail, StringComparison.Ordinal);
    }

    private static async Task<InstrumentFaultException> Refused(Func<Task> act)
    {
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(act);
        Assert.Equal(Fault.InterlockRefused, fault.Fault);
        return fault;
    }
}
