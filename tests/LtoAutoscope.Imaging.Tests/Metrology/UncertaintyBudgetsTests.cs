using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class UncertaintyBudgetsTests
{
    private static readonly MeasurementAccuracy Accuracy = new()
    {
        ModelSha256 = new string('a', 64), Basis = "test", DiameterNm = new(0.01, 0.02, 0.03, 0.04, 0.05, 30), AspectRatio = new(0, 0.01, 0, 0.01, 0.02, 30), FractalDimension = new(0.01, 0, 0.01, 0, 0.02, 30),
    };

    [Fact]
    public void Summarise_Budget_AddsUpByTheGuide()
    {
        Morphology morphology = Sample(Accuracy);
        Assert.Equal(6, morphology.Uncertainty.Count);
        Assert.All(morphology.Uncertainty, budget =>
        {
            Assert.All(budget.Sources, source => Assert.Equal(Math.Abs(source.Sensitivity) * source.StandardUncertainty, source.Contribution, 9));
            Assert.Equal(Math.Sqrt(budget.Sources.Sum(s => s.Contribution * s.Contribution)), budget.CombinedUncertainty, 9);
            Assert.Equal(budget.CoverageFactor * budget.CombinedUncertainty, budget.ExpandedUncertainty, 9);
            Assert.True(budget.EffectiveDegreesOfFreedom is null or >= 3);
        });
        UncertaintyBudget mean = morphology.Uncertainty[0];
        Assert.Equal(mean.Value - mean.ExpandedUncertainty, morphology.DiameterNm.MeanCi95[0], 6);
        Assert.Equal(mean.Value + mean.ExpandedUncertainty, morphology.DiameterNm.MeanCi95[1], 6);
    }

    [Fact]
    public void Summarise_KnownInputs_GiveKnownContributions()
    {
        UncertaintyBudget median = Sample(Accuracy).Uncertainty.Single(b => b is { Measure: "diameter_nm", Statistic: "median" });

        Assert.Equal(median.Value * 0.02 / Math.Sqrt(3), Contribution("pixel size"), 9);
        Assert.Equal(median.Value * 0.05 / 1.03, Contribution("segmentation"), 9);
        Assert.Equal(median.Value * 0.3 * 0.1 / Math.Sqrt(3), Contribution("outline threshold"), 9);
        Assert.Equal(median.Value * 0.006 / Math.Sqrt(3), Contribution("edge blur"), 9);

        double Contribution(string name) => median.Sources.Single(source => source.Source == name).Contribution;
    }

    [Fact]
    public void Summarise_NoAccuracyRecord_SaysSo()
    {
        UncertaintyBudget mean = Sample(null).Uncertainty[0];

        Assert.Contains("stated default", mean.Sources.Single(s => s.Source == "segmentation").Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Summarise_PixelSize_MovesNoRatio()
        => Assert.All(Sample(Accuracy).Uncertainty.Where(b => b.Measure != "diameter_nm"), budget => Assert.DoesNotContain(budget.Sources, s => s.Source == "pixel size"));

    [Fact]
    public void Summarise_OverlappedParticles_AreASourceOfTheirOwn()
    {
        Particle[] frame = [.. Enumerable.Range(0, 40).Select(i => MorphologyStatisticsTests.Of(i % 4 == 0 ? 80 : 100) with { Class = i % 4 == 0 ? ParticleClass.Overlapped : ParticleClass.Whole })];
        UncertaintySource hidden = MorphologyStatistics.Summarise([frame, frame], 1).Uncertainty[0].Sources.Single(s => s.Source == "hidden parts");

        Assert.Equal(0.25, hidden.Value, 9);
        Assert.Equal(95 * 0.25 * 0.2, hidden.Contribution, 9);
    }

    [Fact]
    public void Summarise_AskedPrecision_TellsHowManyMore()
    {
        PrecisionNeed need = Sample(Accuracy, precision: 1).Precision.Single(n => n is { Measure: "diameter_nm", Statistic: "mean" });
        int frames = 4 + need.FramesMore!.Value;
        double scatter = need.Reached / ClusterBootstrap.Coverage(3) * 2;

        Assert.True(need.Reached > 0.01 && need.FramesMore > 0);
        Assert.InRange(ClusterBootstrap.Coverage(frames - 1) * scatter / Math.Sqrt(frames), 0, 0.01);
        Assert.True(ClusterBootstrap.Coverage(frames - 2) * scatter / Math.Sqrt(frames - 1) > 0.01);
        Assert.Equal(0, Sample(Accuracy, precision: 50).Precision[0].FramesMore);
    }

    [Fact]
    public void Summarise_OneFrame_LeavesTheFramesUnknown()
    {
        Morphology morphology = MorphologyStatistics.Summarise([[.. Enumerable.Range(1, 40).Select(i => MorphologyStatisticsTests.Of(80 + i))]], 1, new SummaryOptions { PrecisionPercent = 1 });

        Assert.All(morphology.Precision, need => Assert.Null(need.FramesMore));
        Assert.Contains("unknown", morphology.Uncertainty[0].Sources[1].Basis, StringComparison.Ordinal);
    }

    private static Morphology Sample(MeasurementAccuracy? accuracy, double precision = 5)
    {
        var random = new Random(4);
        var edge = new EdgeResponse(3, -0.3, 0.01, 0, -0.006, -0.01, 0);
        return MorphologyStatistics.Summarise(
            [.. Enumerable.Range(0, 4).Select(f => (IReadOnlyList<Particle>)[.. Enumerable.Range(0, 30).Select(_ => MorphologyStatisticsTests.Of(90 + 4 * f + 20 * random.NextDouble()) with { Edge = edge })])],
            2, new SummaryOptions { Accuracy = accuracy, PrecisionPercent = precision });
    }
}
