using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class DistributionStatisticsTests
{
    [Fact]
    public void Of_MoreThanTheLimit_AgreesWithTheBootstrapOfHalfOfIt()
    {
        // The same kind of sample below and above the limit: intervals shrink by the root of the number of frames and by nothing else.
        Distribution small = Of(Sample(1, 200, 90), false), large = Of(Sample(1, 800, 90), false);
        Assert.Contains("bootstrap", small.Method, StringComparison.Ordinal);
        Assert.Contains("Woodruff", large.Method, StringComparison.Ordinal);
        foreach ((Estimate few, Estimate many) in ((Estimate, Estimate)[])[(small.D10, large.D10), (small.D50, large.D50), (small.D90, large.D90), (small.Mean, large.Mean)])
            Assert.InRange((few.High - few.Low) / (many.High - many.Low), 1.5, 2.7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_AnySample_HasSharesThatAddUpAndBandsAroundThem(bool logarithmic)
    {
        DistributionSample sample = Sample(2, 30, 100);
        DistributionLayout layout = DistributionLayouts.For([sample], logarithmic)!;
        Distribution distribution = DistributionStatistics.Of(sample, layout, 1);
        double total = sample.Weights.Sum();
        Assert.Equal(sample.Count, distribution.Bins.Sum(bin => bin.Count) + distribution.Outside);
        for (int i = 0; i < distribution.Bins.Count; i++)
        {
            DistributionBin bin = distribution.Bins[i];
            double share = sample.Values.Select((value, k) => value >= bin.From && (value < bin.To || i == distribution.Bins.Count - 1 && value <= bin.To) ? sample.Weights[k] : 0).Sum() / total;
            Assert.Equal(share, bin.Share.Value, 6);
            Assert.InRange(bin.Share.Value, bin.Share.Low, bin.Share.High);
        }

        foreach (DistributionPoint point in distribution.Cumulative)
        {
            // Values at an edge belong to the bar above it.
            Assert.Equal(sample.Values.Select((value, k) => value < point.At ? sample.Weights[k] : 0).Sum() / total, point.Share.Value, 2);
            Assert.InRange(point.Share.Value, point.Share.Low, point.Share.High);
        }

        // A density over all bars holds all of the weight but what its tails lose at either end.
        Assert.InRange(distribution.Density.Sum(point => point.Share.Value) * layout.Bins / (distribution.Density.Count - 1), 0.95, 1.01);
    }

    [Fact]
    public void Of_Intervals_CoverTheTruthAboutAsOftenAsTheySay()
    {
        int covered = 0, tries = 120;
        for (int seed = 0; seed < tries; seed++)
        {
            Distribution one = Of(Sample(1000 + seed, 500, 60), false);
            // The median of the population: frames shift it by nothing on the average.
            if (one.D50.Low <= 70 && one.D50.High >= 70) covered++;
        }

        Assert.InRange(covered / (double)tries, 0.88, 1.0);
    }

    [Fact]
    public void Of_LogNormalSample_HasQuantilesOnTheLine()
    {
        Distribution distribution = Of(Sample(5, 400, 60, frameShift: 0), true);
        foreach (QuantilePair pair in distribution.Quantiles.Where(pair => pair.Probability is > 0.05 and < 0.95)) Assert.InRange(pair.Value / pair.LogNormal, 0.985, 1.015);
        Assert.Equal(70, distribution.GeometricMean, 0);
    }

    [Fact]
    public void Convergence_LastPoint_IsTheWholeSample()
    {
        DistributionSample sample = Sample(6, 300, 80);
        IReadOnlyList<ConvergencePoint> way = DistributionConvergence.Of(sample, 12);
        Distribution whole = Of(sample, false);
        Assert.Equal(12, way.Count);
        Assert.Equal(sample.Count, way[^1].Particles);
        Assert.Equal(whole.D50.Value, way[^1].Median, 9);
        Assert.InRange(way[^1].Low, whole.D50.Low - 0.05, whole.D50.Low + 0.05);
        Assert.True(way[^1].High - way[^1].Low < way[1].High - way[1].Low);
    }

    [Fact]
    public void For_EqualValues_IsNoLayout() => Assert.Null(DistributionLayouts.For([new DistributionSample([5, 5, 5], [1, 1, 1], [0, 1, 2])], false));

    [Fact]
    public void Sample_OutOfOrder_IsRefused() => Assert.Throws<ArgumentException>(() => new DistributionSample([2, 1], [1, 1], [0, 0]));

    private static Distribution Of(DistributionSample sample, bool logarithmic) => DistributionStatistics.Of(sample, DistributionLayouts.For([sample], logarithmic)!, 1);

    private static DistributionSample Sample(int seed, int frames, int perFrame, double frameShift = 0.05)
    {
        var random = new Random(seed);
        List<(double Value, double Weight, int Frame)> items = [];
        for (int frame = 0; frame < frames; frame++)
        {
            double shift = frameShift * Gauss(random);
            for (int i = 0; i < perFrame; i++) items.Add((70 * Math.Exp(shift + 0.25 * Gauss(random)), 1 + 0.2 * random.NextDouble(), frame));
        }

        items.Sort((a, b) => a.Value.CompareTo(b.Value));
        return new DistributionSample([.. items.Select(item => item.Value)], [.. items.Select(item => item.Weight)], [.. items.Select(item => item.Frame)]);
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
