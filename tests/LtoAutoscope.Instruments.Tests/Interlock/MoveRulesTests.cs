using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Instruments.Tests.Interlock;

public sealed class MoveRulesTests
{
    private static readonly StageLimits Wide = new(new(-60, 60), new(-60, 60), new(-10, 60), new(-200, 200), new(-90, 90));

    private static readonly SafetyEnvelope Envelope = new()
    {
        Limits = Wide,
        MaximumStepMm = 200,
        KeepOut = [new KeepOutVolume("detector", new(10, 20), new(-5, 5), new(15, 60)), KeepOutVolume.Cylinder("nozzle", -20, 0, 5, new(0, 60))],
        HolderHeightMm = 2,
    };

    private static readonly InterlockState Known = At(0, 0, 10);

    private static InterlockState At(double x, double y, double z)
        => new(new StagePosition(x, y, z, 0, 0), StageMotion.Idle, Wide, VacuumState.Unknown) { ZLink = ZLink.NotLinked, SpecimenCurrentOn = false };

    private static InterlockRefusal? Check(StageTarget target, InterlockState? state = null, SafetyEnvelope? envelope = null, bool interruptible = true)
        => new InterlockRules(envelope ?? Envelope, interruptible).Check(new InterlockCommand.Move(target), state ?? Known);

    [Theory]
    [InlineData(0, 0, 20, 15.0, -3.0, null, "detector")] // straight at it
    [InlineData(0, -10, 20, 25.0, 10.0, null, "detector")] // past it on a diagonal, but the axes may run one after the other
    [InlineData(15, 0, 12, null, null, 14.0, "detector")] // the holder's top would reach it
    [InlineData(-14, 6, 10, -26.0, null, null, null)] // beside the cylinder, inside its bounding square
    [InlineData(-14, 4, 10, -26.0, null, null, "nozzle")]
    [InlineData(0, 0, 12, 15.0, 0.0, null, null)] // below it
    public void Check_KeepOutVolume_RefusesEveryWayThatMayTouchIt(double x, double y, double z, double? toX, double? toY, double? toZ, string? refusedBy)
    {
        InterlockRefusal? refusal = Check(new StageTarget(toX, toY, toZ), At(x, y, z));
        if (refusedBy is null) Assert.Null(refusal);
        else Assert.Contains($"keep-out volume '{refusedBy}'", refusal!.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17, 2, 20, 25.0, null, null, true)] // out through the near face
    [InlineData(17, 2, 20, 19.0, null, null, true)] // a part of the way
    [InlineData(17, 2, 20, 21.0, 4.0, null, true)] // both axes lead out
    [InlineData(17, 2, 20, 5.0, null, null, false)] // through the middle
    [InlineData(17, 2, 20, 25.0, 0.0, null, false)] // y leads in
    [InlineData(17, 2, 20, null, null, 5.0, true)] // down
    [InlineData(17, 2, 20, null, null, 25.0, false)] // up, towards its middle
    public void Check_StartInsideAKeepOutVolume_MayOnlyLeadOut(double x, double y, double z, double? toX, double? toY, double? toZ, bool isAllowed)
        => Assert.Equal(isAllowed, Check(new StageTarget(toX, toY, toZ), At(x, y, z)) is null);

    [Fact]
    public void Check_TurnInsideAKeepOutVolume_IsRefused()
        => Assert.Contains("inside", Check(new StageTarget(RotationDeg: 10), At(15, 0, 20))!.Figure, StringComparison.Ordinal);

    [Fact]
    public void Check_HolderOnTheStage_LowersTheTiltLimit()
    {
        SafetyEnvelope envelope = Envelope with { KeepOut = [], ZByTilt = [new(0, 20), new(50, 10)] };
        Assert.Null(Check(new StageTarget(ZMm: 18), envelope: envelope));
        Assert.Contains("allowed is 18 mm under a holder of 2 mm", Check(new StageTarget(ZMm: 18.5), envelope: envelope)!.Figure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ZLink.Unknown, null, null, "link of z known before z or tilt")]
    [InlineData(ZLink.Unknown, ZLink.NotLinked, null, null)]
    [InlineData(ZLink.NotLinked, ZLink.Unknown, null, "link of z known before z or tilt")]
    [InlineData(ZLink.LinkedToWorkingDistance, null, null, "working distance known before z or tilt")]
    [InlineData(ZLink.LinkedToWorkingDistance, null, double.NaN, "working distance known before z or tilt")]
    [InlineData(ZLink.LinkedToWorkingDistance, null, 6.5, "working distance that is left")]
    [InlineData(ZLink.LinkedToWorkingDistance, null, 8.0, null)]
    public void Check_Height_NeedsToKnowWhatZCountsFrom(ZLink read, ZLink? configured, double? workingDistance, string? rule)
    {
        SafetyEnvelope envelope = Envelope with { ZLink = configured };
        InterlockState state = Known with { ZLink = read, WorkingDistanceMm = workingDistance };
        Assert.Equal(rule, Check(new StageTarget(ZMm: 15), state, envelope)?.Rule);
        Assert.Null(Check(StageTarget.Planar(1, 1), state, envelope));
    }

    [Theory]
    [InlineData(true, "it is on")]
    [InlineData(null, "not known")]
    public void Check_SpecimenCurrentMonitorNotOff_RefusesEveryMove(bool? on, string figure)
    {
        InterlockRefusal refusal = Check(StageTarget.Planar(1, 1), Known with { SpecimenCurrentOn = on })!;
        Assert.Equal("specimen current monitor off before a move", refusal.Rule);
        Assert.Contains(figure, refusal.Figure, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StopCannotInterrupt_AllowsShortMovesOnly()
    {
        Assert.Null(Check(StageTarget.Planar(0.9, 0), interruptible: false));
        InterlockRefusal refusal = Check(StageTarget.Planar(1.1, 0), interruptible: false)!;
        Assert.Equal("longest step: 1.1 mm asked, allowed are 1 mm, because a stop cannot interrupt a move", refusal.ToString());
        Assert.Contains("allowed are 5°, because", Check(new StageTarget(TiltDeg: 6), interruptible: false)!.Figure, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LongerThanTheLongestMoveAtFullSpeed_IsRefused()
    {
        SafetyEnvelope envelope = Envelope with { KeepOut = [], MaximumSpeedMmPerS = 0.5, MaximumMoveS = 60 };
        Assert.Null(Check(StageTarget.Planar(29, 0), envelope: envelope));
        Assert.Equal("longest move: it takes 80 s at the highest speed, allowed are 60 s", Check(StageTarget.Planar(40, 0), envelope: envelope)!.ToString());
    }

    [Fact]
    public void CheckSpeed_FasterThanTheHighest_IsNamed()
    {
        var rules = new InterlockRules(Envelope with { MaximumSpeedMmPerS = 2, MaximumSpeedDegPerS = 10 });
        var start = new StagePosition(0, 0, 10, 0, 0);
        Assert.Null(rules.CheckSpeed(start, start with { XMm = 10 }, TimeSpan.FromSeconds(5)));
        Assert.Contains("10 mm in 2 s", rules.CheckSpeed(start, start with { XMm = 10 }, TimeSpan.FromSeconds(2))!.Figure, StringComparison.Ordinal);
        Assert.Contains("30° in 2 s", rules.CheckSpeed(start, start with { TiltDeg = 30 }, TimeSpan.FromSeconds(2))!.Figure, StringComparison.Ordinal);
    }
}
