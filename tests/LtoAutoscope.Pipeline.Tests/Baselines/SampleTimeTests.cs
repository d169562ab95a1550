using LtoAutoscope.Domain.Baselines;
using LtoAutoscope.Pipeline.Baselines;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Pipeline.Tests.Baselines;

public sealed class SampleTimeTests
{
    private static Baseline Shipped { get; } = BaselineFile.Load(Path.Combine(Repository.Config, "baselines", "manual-sem.yaml"));

    [Fact]
    public void Compare_ExactSteps_AddsThemUp()
    {
        var baseline = new Baseline
        {
            Name = "exact", SamplesPerLoad = 4, ParticlesPerImage = Exactly(100),
            Manual = [Step("load", BaselineUnit.Load, 400), Step("image", BaselineUnit.Image, 60), Step("outline", BaselineUnit.Particle, 20), Step("wait", BaselineUnit.Sample, 50, handsOn: false)],
            Automated = [Step("load", BaselineUnit.Load, 400), Step("queue", BaselineUnit.Sample, 30)],
        };
        SampleTimeReport report = SampleTime.Compare(baseline, 500, [1000], "measured", "standard", "twin");
        Assert.Equal(100 + 5 * 60 + 500 * 20, report.ManualHandsOnS.P50, 6);
        Assert.Equal(report.ManualHandsOnS.P50 + 50, report.ManualInAllS.P50, 6);
        Assert.Equal(130, report.HandsOnS.P90, 6);
        Assert.Equal(1130, report.InAllS.P10, 6);
        Assert.Equal(100 * (1 - 130.0 / 10400), report.HandsOnSavingPercent.P50, 6);
        Assert.Equal(1, report.ChanceOf80HandsOn);
    }

    [Fact]
    public void Compare_MachineThatTakesLonger_SavesNothingInAll()
        => Assert.True(SampleTime.Compare(Shipped, 500, [1e6], "measured", "standard", "twin").InAllSavingPercent.P90 < 0);

    [Fact]
    public void Shipped_EachStep_NamesItsSource()
    {
        Assert.All(Shipped.Manual.Concat(Shipped.Automated), step => Assert.NotEmpty(step.Source));
        SampleTimeReport report = SampleTime.Compare(Shipped, 500, [600], "measured", "standard", "twin");
        Assert.InRange(report.ManualHandsOnS.P50 / 3600, 2, 14);
        Assert.True(report.ManualHandsOnS.P10 < report.ManualHandsOnS.P90);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 5)]
    [InlineData(1, 10)]
    public void TriangularRange_Symmetric_HasItsQuantiles(double share, double value)
        => Assert.Equal(value, new TriangularRange { Low = 0, Typical = 5, High = 10 }.Quantile(share), 9);

    private static TriangularRange Exactly(double value) => new() { Low = value, Typical = value, High = value };

    private static BaselineStep Step(string name, BaselineUnit per, double seconds, bool handsOn = true) => new() { Name = name, Per = per, HandsOn = handsOn, Seconds = Exactly(seconds), Source = "measured" };
}
