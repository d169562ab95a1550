using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class OutlierScoresTests
{
    [Fact]
    public void Of_NormalSample_HasFewBeyondTheLimit()
    {
        double[] scores = OutlierScores.Of(Column(1, 70, 0.25, true), Column(2, 1.2, 0.1, true), Column(3, 0.9, 0.02, false), Column(4, 0.97, 0.01, false), static _ => true);
        Assert.InRange(scores.Count(static score => score > OutlierScores.Unusual) / (double)scores.Length, 0.0002, 0.003);
    }

    [Fact]
    public void Of_TenthOfTheSampleSpoilt_IsStillTold()
    {
        // Those that spoil it must not widen the bulk until they look ordinary.
        double[] diameter = Column(1, 70, 0.25, true), aspect = Column(2, 1.2, 0.1, true), circularity = Column(3, 0.9, 0.02, false), solidity = Column(4, 0.97, 0.01, false);
        for (int i = 0; i < 2000; i++) (circularity[i], solidity[i]) = (0.4, 0.7);
        double[] scores = OutlierScores.Of(diameter, aspect, circularity, solidity, static _ => true);
        Assert.All(scores.Take(2000), static score => Assert.True(score > OutlierScores.Unusual));
        Assert.True(scores.Skip(2000).Count(static score => score > OutlierScores.Unusual) < 100);
    }

    [Fact]
    public void Of_UnknownMeasureOrFewParticles_IsNaN()
    {
        double[] few = [1, 2, 3];
        Assert.All(OutlierScores.Of(few, few, few, few, static _ => true), static score => Assert.True(double.IsNaN(score)));
        double[] diameter = Column(1, 70, 0.2, true), other = Column(2, 1.2, 0.1, true);
        diameter[7] = double.NaN;
        Assert.True(double.IsNaN(OutlierScores.Of(diameter, other, other, other, static _ => true)[7]));
    }

    private static double[] Column(int seed, double centre, double spread, bool logarithmic)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 20_000).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) * spread).Select(x => logarithmic ? centre * Math.Exp(x) : centre + x)];
    }
}
