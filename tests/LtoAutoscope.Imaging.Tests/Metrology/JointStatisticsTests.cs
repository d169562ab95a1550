using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class JointStatisticsTests
{
    [Fact]
    public void Summarise_GaussianCopula_IsFoundAgain()
    {
        const double correlation = 0.6;
        var random = new Random(2);
        JointSummary joint = MorphologyStatistics.Summarise([[.. Enumerable.Range(0, 4000).Select(_ =>
        {
            double z = Normal(random), other = correlation * z + Math.Sqrt(1 - correlation * correlation) * Normal(random);
            return MorphologyStatisticsTests.Of(100 * Math.Exp(0.3 * z)) with { AspectRatio = 1 + 0.5 * Math.Exp(0.4 * other), FractalDimension = 1.1 + 0.01 * Normal(random) };
        })]], 1, new SummaryOptions { Replicates = 2 }).JointSummary!;

        Assert.Equal(["diameter_nm", "aspect_ratio", "fractal_dimension"], joint.Measures);
        Assert.InRange(joint.Copula[0][1], 0.57, 0.63);
        Assert.InRange(joint.Copula[0][2], -0.05, 0.05);
        Assert.Equal(joint.Copula[0][1], joint.Copula[1][0]);
        Assert.InRange(joint.Quantiles[0][joint.Probabilities.ToList().IndexOf(0.5)], 98, 102);
    }

    [Fact]
    public void Summarise_MeasureThatDoesNotVary_HasNoCorrelation()
        => Assert.True(double.IsNaN(MorphologyStatistics.Summarise([[.. Enumerable.Range(1, 9).Select(i => MorphologyStatisticsTests.Of(i))]], 1).JointSummary!.Spearman[0][1]));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
