using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Motion;

public sealed class StageModelTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void MoveTo_WithAcceleratedTime_ArrivesSoonerByTheFactor()
    {
        // 10 mm take 2.7 s and 0.15 s to settle; at a factor of 10 that is 0.285 s of the wall clock.
        StageModel stage = Create(10);
        Assert.True(stage.MoveTo([10, 0]));
        _time.Advance(TimeSpan.FromSeconds(0.28));
        Assert.True(stage.IsBusy);
        _time.Advance(TimeSpan.FromSeconds(0.01));
        Assert.False(stage.IsBusy);
        Assert.Equal(10, stage.True.XMm, 0.0003);
    }

    [Fact]
    public void MoveTo_WhileBusy_IsSilentlyIgnored()
    {
        StageModel stage = Create(1);
        stage.MoveTo([10]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(stage.MoveTo([-10]));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, stage.True.XMm, 0.0003);
    }

    [Fact]
    public void MoveTo_BeyondALimit_IsSilentlyCut()
    {
        StageModel stage = Create(1);
        stage.MoveTo([90, null, -5]);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(50, stage.True.XMm, 0.0003);
        Assert.Equal(0, stage.True.ZMm, 0.0005);
    }

    [Fact]
    public void MoveTo_SamePlaceFromElsewhere_ComesToTheSameTruth()
    {
        StageModel stage = Create(1), other = Create(1);
        Go(stage, 7, 3);
        StagePosition first = stage.True;
        Go(stage, -20, 1);
        Go(stage, 7, 3);
        Go(other, 7, 3);
        Assert.Equal(first, stage.True);
        Assert.Equal(first, other.True);
        Assert.NotEqual(7, first.XMm);
        Assert.NotEqual(first.XMm, stage.Reported.XMm);
        Assert.Equal(first.XMm, stage.Reported.XMm, 1e-4);
    }

    [Fact]
    public void Repeatability_OverManyPlaces_IsItsStandardDeviation()
    {
        StageModel stage = Create(1);
        var errors = new List<double>();
        for (int i = 0; i < 400; i++)
        {
            double target = -40 + 0.2 * i;
            Go(stage, target, 0);
            errors.Add(stage.True.XMm - target);
        }

        Assert.Equal(0, errors.Average(), 6e-6);
        Assert.Equal(30e-6, Math.Sqrt(errors.Average(e => e * e)), 4e-6);
    }

    [Fact]
    public void Stop_OnTheWay_BrakesWithinItsDistance()
    {
        StageModel stage = Create(1);
        stage.MoveTo([40]);
        _time.Advance(TimeSpan.FromSeconds(2));
        double at = stage.True.XMm;
        stage.Stop();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(at + 0.4, stage.True.XMm, 1e-6);
        Assert.False(stage.IsBusy);
    }

    [Fact]
    public void Jog_LeftAlone_EndsAtTheLimit()
    {
        StageModel stage = Create(1);
        stage.Jog([0, -2]);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(stage.IsBusy);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(-50, stage.True.YMm, 1e-6);
    }

    private StageModel Create(double factor) => new(new StageOptions(), new TwinClock(_time, factor), 1);

    private void Go(StageModel stage, double x, double y)
    {
        Assert.True(stage.MoveTo([x, y]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(stage.IsBusy);
    }
}
