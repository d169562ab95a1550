using CsCheck;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Tests.Motion;

public sealed class MotionProfileTests
{
    [Fact]
    public void Move_LongWay_TakesDistanceOverSpeedPlusOneRamp()
    {
        // 10 mm at 4 mm/s and 20 mm/s²: 10/4 + 4/20 s.
        MotionProfile profile = MotionProfile.Move(100, 0, 10, 4, 20);
        Assert.Equal(102.7, profile.EndTime, 1e-9);
        Assert.Equal(5, profile.Position(101.35), 1e-9);
        Assert.Equal(4, profile.Velocity(101.35), 1e-9);
        Assert.Equal(10, profile.Position(200), 1e-12);
    }

    [Fact]
    public void Move_ShortWay_IsATriangle()
    {
        // 0.2 mm at 20 mm/s²: 2·√(0.2/20) s.
        MotionProfile profile = MotionProfile.Move(0, 1, 0.8, 4, 20);
        Assert.Equal(0.2, profile.EndTime, 1e-9);
        Assert.Equal(0.9, profile.Position(0.1), 1e-9);
        Assert.Equal(-2, profile.Velocity(0.1), 1e-9);
    }

    [Fact]
    public void Brake_FromSpeed_RunsOnByHalfItsSquareOverAcceleration()
    {
        MotionProfile profile = MotionProfile.Brake(5, 2, -4, 20);
        Assert.Equal(5.2, profile.EndTime, 1e-9);
        Assert.Equal(2 - 0.4, profile.Position(9), 1e-9);
    }

    [Fact]
    public void Move_Any_KeepsSpeedAndAccelerationAndArrives()
        => Gen.Select(Gen.Double[-50, 50], Gen.Double[-50, 50], Gen.Double[0.1, 10], Gen.Double[0.1, 100]).Sample((from, to, speed, acceleration) =>
        {
            MotionProfile profile = MotionProfile.Move(0, from, to, speed, acceleration);
            Assert.Equal(from, profile.Position(-1));
            Assert.Equal(to, profile.Position(profile.EndTime + 1), 1e-9);
            double step = Math.Max(profile.EndTime, 1e-9) / 200;
            for (int i = 0; i < 202; i++)
            {
                double v0 = profile.Velocity(i * step), v1 = profile.Velocity((i + 1) * step);
                Assert.True(Math.Abs(v0) <= speed * (1 + 1e-9));
                Assert.True(Math.Abs(v1 - v0) <= acceleration * step * (1 + 1e-6) + 1e-9);
                Assert.True(Math.Abs(profile.Position((i + 1) * step) - profile.Position(i * step)) <= speed * step * (1 + 1e-6) + 1e-9);
            }
        });
}
