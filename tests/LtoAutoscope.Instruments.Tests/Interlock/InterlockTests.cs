using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class InterlockTests
{
    /// <summary>A stage may come to rest, and read, this far beyond a limit; mm.</summary>
    private const double Margin = 2e-3;

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

    private static InterlockedMicroscope Wrap(SimulatedMicroscope inner, SafetyEnvelope envelope, ParkSettings? park = null)
        => new(inner, envelope, park ?? new ParkSettings(), new ReconnectSettings(), TimeProvider.System);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Commands_InRandomOrder_NeverLeaveTheEnvelope(int sign)
    {
        SafetyEnvelope envelope = Envelope(sign);
        Gen<double?> linear = Gen.OneOf(Gen.Const((double?)null), Gen.Double[-50, 50].Select(v => (double?)v));
        Gen<double?> height = Gen.OneOf(Gen.Const((double?)null), Gen.Double[-5, 50].Select(v => (double?)v));
        Gen<double?> angle = Gen.OneOf(Gen.Const((double?)null), Gen.Double[-70, 70].Select(v => (double?)v));
        Gen<(int Kind, StageTarget Target, double Value)> command = Gen.Select(
            Gen.Int[0, 11], Gen.Select(linear, linear, height, angle, angle, (x, y, z, r, t) => new StageTarget(x, y, z, r, t)), Gen.Double[-10, 130]);
        int passed = 0;
        await command.Array[50].SampleAsync(async sequence =>
        {
            var inner = new SimulatedMicroscope { True = sign > 0 ? Start : Start with { ZMm = 30 } };
            inner.Told = (what, target) => AssertSafe(inner, envelope, what, target);
            await using InterlockedMicroscope microscope = Wrap(inner, envelope);
            foreach ((int kind, StageTarget target, double value) in sequence)
            {
                try
                {
                    await (kind switch
                    {
                        0 => microscope.Column.SetBeamAsync(true, value, Token),
                        1 => microscope.Column.SetBlankAsync(value > 60, Token),
                        2 => microscope.Column.SetWorkingDistanceMmAsync(value, Token),
                        3 => microscope.Scanner.ScanFrameAsync(new ScanRequest(1, 1, 8, 1), null, Token),
                        4 => Task.FromResult(inner.Chamber = value > 30 ? VacuumState.Ready : VacuumState.Venting),
                        5 => Task.FromResult(inner.Motion = value > 0 ? StageMotion.Idle : StageMotion.Moving),
                        _ => microscope.Stage.MoveAsync(target, Token),
                    });
                    Interlocked.Increment(ref passed);
                }
                catch (InstrumentFaultException fault)
                {
                    Assert.Equal(Fault.InterlockRefused, fault.Fault);
                    Assert.Contains(": ", fault.Detail, StringComparison.Ordinal);
                }
            }
        }, iter: 1000, threads: 2);
        Assert.True(passed > 5000, $"Only {passed} commands of 50,000 passed: the test shows nothing.");
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
        inner.Told = (what, target) =>
        {
            AssertSafe(inner, envelope, what, target);
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

    /// <summary>What must hold whenever the instrument is told something, worked out here without the interlock's own code: axes may run in any order.</summary>
    private static void AssertSafe(SimulatedMicroscope inner, SafetyEnvelope envelope, string what, StageTarget? target)
    {
        if (what is "beam on" or "unblank" or "scan") Assert.Equal(VacuumState.Ready, inner.Chamber);
        if (target is not { } wanted) return;
        Assert.Equal(StageMotion.Idle, inner.Motion);
        StagePosition from = inner.True, to = wanted.From(from);
        Inside(envelope.Limits.X, to.XMm);
        Inside(envelope.Limits.Y, to.YMm);
        Inside(envelope.Limits.Z, to.ZMm);
        Inside(envelope.Limits.Rotation, to.RotationDeg);
        Inside(envelope.Limits.Tilt, to.TiltDeg);
        double step = Math.Sqrt(Math.Pow(to.XMm - from.XMm, 2) + Math.Pow(to.YMm - from.YMm, 2) + Math.Pow(to.ZMm - from.ZMm, 2));
        Assert.True(step <= envelope.MaximumStepMm + Margin, $"A step of {step} mm.");
        foreach (double z in new[] { from.ZMm, to.ZMm })
        {
            Assert.True((envelope.LensZMm!.Value - z) * envelope.ZTowardsLens - envelope.HolderHeightMm >= envelope.MinimumWorkingDistanceMm - Margin, $"z {z} mm is too near to the lens.");
            for (int i = 0; i <= 100; i++)
            {
                double tilt = from.TiltDeg + i / 100.0 * (to.TiltDeg - from.TiltDeg);
                Assert.True((z - LimitAt(envelope.ZByTilt, tilt)) * envelope.ZTowardsLens <= Margin, $"z {z} mm at tilt {tilt}°.");
            }
        }
    }

    private static void Inside(AxisRange range, double value) => Assert.InRange(value, range.Low - Margin, range.High + Margin);

    private static double LimitAt(IReadOnlyList<TiltLimit> table, double tilt)
    {
        tilt = Math.Clamp(tilt, table[0].TiltDeg, table[^1].TiltDeg);
        int i = 1;
        while (tilt > table[i].TiltDeg) i++;
        double share = (tilt - table[i - 1].TiltDeg) / (table[i].TiltDeg - table[i - 1].TiltDeg);
        return table[i - 1].ZMm * (1 - share) + table[i].ZMm * share;
    }
}
