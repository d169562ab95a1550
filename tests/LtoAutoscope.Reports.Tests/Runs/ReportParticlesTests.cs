using LtoAutoscope.Reports.Runs;

namespace LtoAutoscope.Reports.Tests.Runs;

public sealed class ReportParticlesTests
{
    [Fact]
    public void Example_OfTwoAsNear_IsTheFirst()
    {
        ReportParticles particles = ExampleReport.Columns([Of("a", 90, "1"), Of("a", 105, "2"), Of("b", 95, "3"), Of("b", 130, "4")], 100);
        Assert.Equal("2", particles.Example!.Value.ParticleId);
        Assert.Equal(4, particles.Count);
    }

    [Fact]
    public void Example_WithoutAMedianOrParticles_IsNone()
    {
        Assert.Null(ExampleReport.Columns([Of("a", 90, "1")]).Example);
        Assert.Null(new ReportParticles(100).Example);
    }

    [Fact]
    public void MediansByFrame_FramesThatInterleave_HaveTheirOwn()
    {
        IReadOnlyDictionary<string, double> medians = ExampleReport.Columns([Of("b", 4, "1"), Of("a", 10, "2"), Of("b", 1, "3"), Of("b", 3, "4"), Of("b", 2, "5"), Of("a", 30, "6"), Of("a", 20, "7")]).MediansByFrame();
        Assert.Equal([("a", 20.0), ("b", 3.0)], medians.Select(pair => (pair.Key, pair.Value)).Order());
    }

    private static ReportParticle Of(string frame, double diameter, string id) => new(frame, diameter, 1.2, double.NaN, 1) { ParticleId = id };
}
