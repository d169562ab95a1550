using CsCheck;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Motion;

public sealed class StageModelAxesTests
{
    [Fact]
    public void Then_AnySpeedAndTarget_IsContinuousAndEndsAtTheTarget()
        => Gen.Select(Gen.Double[-4, 4], Gen.Double[-40, 40], Gen.Double[0.1, 4], Gen.Double[1, 20]).Sample((velocity, target, speed, acceleration) =>
        {
            MotionProfile profile = MotionProfile.Brake(3, 1, velocity, 20).Then(target, speed, acceleration);
            Assert.Equal(1, profile.Position(3), 1e-9);
            Assert.Equal(velocity, profile.Velocity(3), 1e-9);
            Assert.Equal(target, profile.Position(profile.EndTime + 1), 1e-6);
            double step = (profile.EndTime - 3) / 200;
            for (int i = 0; i < 200; i++)
            {
                double change = profile.Velocity(3 + (i + 1) * step) - profile.Velocity(3 + i * step);
                Assert.InRange(Math.Abs(change), 0, 20 * step + 1e-6);
            }
        });

    [Fact]
    public void Drive_OneAxisWhileAnotherMoves_LeavesTheOtherAlone()
    {
        var time = new FakeTimeProvider();
        var stage = new StageModel(new StageOptions(), new TwinClock(time, 1), 1);
        Assert.True(stage.Drive([new AxisDrive(0, 20, 4, 20)]));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(stage.Drive([new AxisDrive(1, 1, 1, 20)]));
        Assert.Equal(4, stage.Motion(0).Velocity, 1e-9);
        stage.Brake(1, 20);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(20, stage.True.XMm, 0.001);
        Assert.InRange(stage.True.YMm, 0, 0.1);
    }

    [Fact]
    public void Drive_BeyondTheTravel_EndsAtItsEnd()
    {
        var time = new FakeTimeProvider();
        var stage = new StageModel(new StageOptions(), new TwinClock(time, 1), 1);
        stage.Drive([new AxisDrive(0, 1e9, 100, 1000)]);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(stage.IsMoving(0));
        Assert.Equal(50, stage.True.XMm, 0.001);
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, double.NaN)]
    public void Drive_WithoutAProperFigure_IsRefused(double target, double speed, double acceleration)
        => Assert.Throws<ArgumentException>(() => new StageModel(new StageOptions(), new TwinClock(TimeProvider.System, 1), 1)
            .Drive([new AxisDrive(0, target, speed, acceleration)]));
}
