using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Motion;

public sealed class StagePhysicsTests
{
    private static readonly AxisOptions Exact = new(-50, 50, 0, 4, 20, 0, 0);
    private readonly FakeTimeProvider _time = new();
    private TwinFaults? _faults;
    private bool _touchAlarm = true;

    [Fact]
    public void Reported_AtRest_HasTheEncodersNoiseAndReadsTheSameTwice()
    {
        StageModel stage = Create(new StageOptions { X = Exact with { ReadingNoise = 1e-4 } });
        var errors = new List<double>();
        for (int i = 0; i < 200; i++)
        {
            Go(stage, 0.1 * i + 0.05);
            Assert.Equal(stage.Reported, stage.Reported);
            errors.Add(stage.Reported.XMm - stage.True.XMm);
        }

        Assert.InRange(Math.Sqrt(errors.Average(e => e * e)), 0.8e-4, 1.2e-4);
    }

    [Fact]
    public void Backlash_WithoutCorrection_LeavesTheTableBehindWhenItComesFromAbove()
    {
        StageModel stage = Create(new StageOptions { X = Exact with { Backlash = 0.01 }, AntiBacklash = false });
        Go(stage, 5);
        Assert.Equal(5, stage.True.XMm, 1e-9);
        Go(stage, 3);
        Assert.Equal(3.01, stage.True.XMm, 1e-9);
        Assert.Equal(3, stage.Reported.XMm, 1e-9);
        Go(stage, 3.005);
        Assert.Equal(3.01, stage.True.XMm, 1e-9);
        Go(stage, 4);
        Assert.Equal(4, stage.True.XMm, 1e-9);
    }

    [Fact]
    public void Backlash_WithCorrection_IsGoneFromBothSidesAndCostsTime()
    {
        StageModel corrected = Create(new StageOptions { X = Exact with { Backlash = 0.01 } }), plain = Create(new StageOptions { X = Exact });
        corrected.MoveTo([-2]);
        plain.MoveTo([-2]);
        while (plain.IsBusy) _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(corrected.IsBusy);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(-2, corrected.True.XMm, 1e-9);
    }

    [Fact]
    public void Creep_AfterAMove_DiesAwayExponentiallyUnseenByTheEncoder()
    {
        StageModel stage = Create(new StageOptions { X = Exact with { Creep = 1e-3 }, CreepSeconds = 10, SettleSeconds = 0 });
        stage.MoveTo([10]);
        while (stage.IsBusy) _time.Advance(TimeSpan.FromMilliseconds(1));
        double first = stage.True.XMm - 10;
        Assert.NotEqual(0, first, 1e-5);
        Assert.Equal(10, stage.Reported.XMm, 1e-9);
        Assert.Equal(-first * 1e6 / 10, stage.CreepNmPerS.X, Math.Abs(first) * 1e3);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(first / Math.E, stage.True.XMm - 10, Math.Abs(first) * 0.01);
        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(10, stage.True.XMm, 1e-9);
    }

    [Fact]
    public void Ringing_WhileItSettles_DiesBeforeTheNextMove()
    {
        StageModel stage = Create(new StageOptions { X = Exact, RingingMm = 1e-3, RingingHz = 25, SettleSeconds = 0.2 });
        stage.MoveTo([1]);
        double largest = 0;
        while (stage.Velocity(0) != 0 || stage.True.XMm < 0.9) _time.Advance(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 150; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            largest = Math.Max(largest, Math.Abs(stage.True.XMm - 1));
        }

        Assert.InRange(largest, 3e-4, 1e-3);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, stage.True.XMm, 1e-9);
    }

    [Fact]
    public void Jog_WithoutSoftLimits_HaltsAllAxesAtTheEndSwitch()
    {
        StageModel stage = Create(new StageOptions { X = Exact, Y = Exact });
        stage.SoftLimitsOn = false;
        Go(stage, 49);
        stage.Jog([4, -1]);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(50.5, stage.True.XMm, 1e-3);
        Assert.Equal(1, stage.EndSwitch(0));
        Assert.Equal(0, stage.EndSwitch(1));
        LimitHit hit = Assert.Single(stage.LimitHits);
        Assert.Equal((0, 1), (hit.Axis, hit.Side));
        Assert.InRange(stage.True.YMm, -2, -0.1);
        Assert.False(stage.IsBusy);
        Go(stage, 40);
        Assert.Equal(40, stage.True.XMm, 1e-9);
        Assert.Single(stage.LimitHits);
    }

    [Fact]
    public void Collision_ZTowardsTheLens_StopsAtTheTouchAndIsWrittenDown()
    {
        StageModel stage = Create(new StageOptions { Z = Exact with { Low = 0, High = 40, Start = 20 } });
        stage.MoveTo([null, null, 38]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(32, stage.True.ZMm, 1e-3);
        Collision collision = Assert.Single(stage.Collisions);
        Assert.True(collision.StoppedByTouchAlarm);
        Assert.Equal(32, collision.Position.ZMm, 1e-3);
        Assert.InRange(collision.AtSeconds, 3, 4);
        Assert.False(stage.IsBusy);
        stage.MoveTo([null, null, 30]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(30, stage.True.ZMm, 1e-9);
        Assert.Single(stage.Collisions);
        Assert.Equal(2, stage.LensGapMm, 1e-6);
    }

    [Fact]
    public void Collision_TouchAlarmDead_IsTruthAndTheStageGoesOn()
    {
        _touchAlarm = false;
        StageModel stage = Create(new StageOptions { Z = Exact with { Low = 0, High = 40, Start = 20 } });
        stage.MoveTo([null, null, 38]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(38, stage.True.ZMm, 1e-9);
        Assert.False(Assert.Single(stage.Collisions).StoppedByTouchAlarm);
    }

    [Fact]
    public void Collision_TiltedOrHigherHolder_ComesSooner()
    {
        var geometry = new LensGeometry(new LensOptions(), 20, 1);
        double flat = geometry.GapMm(new StagePosition(0, 0, 25, 0, 0));
        Assert.Equal(7, flat, 1e-9);
        Assert.True(geometry.GapMm(new StagePosition(0, 0, 25, 0, 30)) < flat);
        Assert.True(geometry.GapMm(new StagePosition(0, 0, 25, 0, 55)) < geometry.GapMm(new StagePosition(0, 0, 25, 0, 30)));
        Assert.Equal(flat - 4, new LensGeometry(new LensOptions { HolderHeightMm = 4 }, 20, 1).GapMm(new StagePosition(0, 0, 25, 0, 0)), 1e-9);
        Assert.True(geometry.GapMm(new StagePosition(45, 0, 25, 0, 0)) > flat);
        Assert.Equal(flat, new LensGeometry(new LensOptions(), 20, -1).GapMm(new StagePosition(0, 0, 15, 0, 0)), 1e-9);
    }

    [Fact]
    public void Collision_AnyMoves_NeverLeaveTheHolderInsideTheLens()
        => Gen.Select(Gen.Double[-50, 50], Gen.Double[-50, 50], Gen.Double[0, 40], Gen.Double[-10, 60]).Array[4].Sample(
            targets =>
            {
                StageModel stage = Create(new StageOptions { X = Exact, Y = Exact, Z = Exact with { Low = 0, High = 40, Start = 20 }, Tilt = Exact with { Low = -10, High = 60 } });
                foreach ((double x, double y, double z, double tilt) in targets)
                {
                    stage.MoveTo([x, y, z, null, tilt]);
                    for (int i = 0; i < 60; i++)
                    {
                        _time.Advance(TimeSpan.FromSeconds(0.5));
                        Assert.True(stage.LensGapMm > -1e-2, $"{stage.LensGapMm} mm");
                    }
                }
            },
            iter: 60, threads: 1);

    [Fact]
    public void Home_WithoutReference_TakesItsTimeAndGivesItBack()
    {
        StageModel stage = Create(new StageOptions { X = Exact, Y = Exact });
        stage.LoseReference(isSilent: false);
        Assert.False(stage.IsCalibrated);
        Assert.False(stage.MoveTo([1]));
        double lost = stage.Reported.XMm - stage.True.XMm;
        Assert.InRange(Math.Abs(lost), 1e-3, 0.2);
        Assert.True(stage.Home());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(stage.IsBusy);
        Assert.False(stage.IsCalibrated);
        _time.Advance(TimeSpan.FromSeconds(200));
        Assert.True(stage.IsCalibrated);
        Assert.Equal(stage.True.XMm, stage.Reported.XMm, 1e-9);
    }

    [Fact]
    public void Home_Stopped_GivesNoReference()
    {
        StageModel stage = Create(new StageOptions { X = Exact });
        stage.IsCalibrated = false;
        stage.Home();
        _time.Advance(TimeSpan.FromSeconds(2));
        stage.Stop();
        _time.Advance(TimeSpan.FromSeconds(200));
        Assert.False(stage.IsCalibrated);
    }

    [Fact]
    public void MoveAxis_WhileAnotherMoves_GoesOnItsOwnAndCanTurnRound()
    {
        StageModel stage = Create(new StageOptions { X = Exact, Y = Exact });
        Assert.True(stage.MoveAxis(0, 40));
        Assert.True(stage.MoveAxis(1, 1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(stage.IsAxisBusy(0));
        Assert.False(stage.IsAxisBusy(1));
        Assert.True(stage.MoveAxis(0, -5));
        double turned = stage.True.XMm;
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(stage.True.XMm > turned);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(-5, stage.True.XMm, 1e-9);
        Assert.Equal(1, stage.True.YMm, 1e-9);
    }

    [Fact]
    public void StopAxis_OneOfTwo_LeavesTheOther()
    {
        StageModel stage = Create(new StageOptions { X = Exact, Y = Exact });
        stage.MoveTo([40, 40]);
        _time.Advance(TimeSpan.FromSeconds(2));
        stage.StopAxis(0);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.InRange(stage.True.XMm, 7, 9);
        Assert.Equal(40, stage.True.YMm, 1e-9);
    }

    [Fact]
    public void SetSpeed_Slower_TakesLongerAndMoreThanTheMotorCanIsCut()
    {
        StageModel stage = Create(new StageOptions { X = Exact });
        stage.SetSpeed(0, 1);
        stage.MoveTo([10]);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(stage.IsBusy);
        Assert.Equal(1, stage.Velocity(0), 1e-9);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(10, stage.True.XMm, 1e-9);
        stage.SetSpeed(0, 1000);
        Assert.Equal(4, stage.Speed(0));
    }

    [Fact]
    public void Faults_OfTheStage_StrikeOnceAndAsOrdered()
    {
        StageModel stage = Create(new StageOptions { X = Exact });
        _faults!.RefuseNextMove();
        Assert.False(stage.MoveTo([1]));
        Assert.True(stage.MoveTo([1]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, stage.True.XMm, 1e-9);

        _faults.OvershootNext(0.02);
        Go(stage, 5);
        Assert.Equal(5.02, stage.Reported.XMm, 1e-9);
        Go(stage, 5);
        Assert.Equal(5, stage.True.XMm, 1e-9);

        _faults.StallNext(0.5, 20);
        stage.MoveTo([15]);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(stage.IsBusy);
        Assert.Equal(10, stage.True.XMm, 1e-6);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(stage.IsBusy);
        Assert.Equal(10, stage.True.XMm, 1e-6);
    }

    [Fact]
    public void PositionHeld_WhileItMoves_IsThatOfTheBeginning()
    {
        StageModel stage = Create(new StageOptions { X = Exact });
        _faults!.HoldPositionRefresh(100);
        stage.MoveTo([10]);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, stage.Reported.XMm, 1e-9);
        Assert.Equal(10, stage.True.XMm, 1e-9);
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(10, stage.Reported.XMm, 1e-9);
    }

    [Fact]
    public void LoseReference_Silently_MovesBesideTheTargetWhileTheEncoderAgrees()
    {
        StageModel stage = Create(new StageOptions { X = Exact });
        stage.LoseReference(isSilent: true);
        Assert.True(stage.IsCalibrated);
        Go(stage, 7);
        Assert.Equal(7, stage.Reported.XMm, 1e-9);
        Assert.InRange(Math.Abs(stage.True.XMm - 7), 1e-3, 0.2);
    }

    private StageModel Create(StageOptions options)
    {
        var clock = new TwinClock(_time, 1);
        _faults = new TwinFaults(clock);
        return new StageModel(options, clock, 1, _faults, new LensGeometry(options.Lens, 20, 1), () => _touchAlarm);
    }

    private void Go(StageModel stage, double x)
    {
        Assert.True(stage.MoveTo([x]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(stage.IsBusy);
    }
}
