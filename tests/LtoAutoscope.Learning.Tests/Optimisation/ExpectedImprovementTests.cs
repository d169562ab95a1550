using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Learning.Tests.Optimisation;

public sealed class ExpectedImprovementTests
{
    /// <summary>E[max(0, m + s·N)] by the trapezium rule.</summary>
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(-0.7, 0.4)]
    [InlineData(-2.5, 1.1)]
    [InlineData(3, 0.01)]
    public void Of_Normal_IsTheIntegral(double mean, double deviation)
    {
        double sum = MeanOf(x => Math.Max(0, mean + deviation * x));
        Assert.Equal(sum, ExpectedImprovement.Of(new GaussianPrediction(mean + 2, deviation), 2), 8);
    }

    [Theory]
    [InlineData(0, 1, 0.3989422804)] // φ(0)
    [InlineData(1, 1, 1.0833154706)] // Φ(1) + φ(1)
    [InlineData(-1, 1, 0.0833154706)]
    [InlineData(2, 0, 2)]
    [InlineData(-2, 0, 0)]
    public void Of_KnownCases_IsTheClosedForm(double gain, double deviation, double expected)
        => Assert.Equal(expected, ExpectedImprovement.Of(new GaussianPrediction(1 + gain, deviation), 1), 1e-9);

    /// <summary>E[max(0, min(m + s·N, ceiling) − best)] by the trapezium rule.</summary>
    [Theory]
    [InlineData(0.99, 0.01, 0.985)]
    [InlineData(1.02, 0.005, 0.98)]
    [InlineData(0.9, 0.05, 0.97)]
    [InlineData(1.01, 0.01, 1.002)]
    public void Below_ACeiling_IsTheIntegralOfWhatCanBe(double mean, double deviation, double best)
    {
        double sum = MeanOf(x => Math.Max(0, Math.Min(mean + deviation * x, 1) - best));
        Assert.Equal(sum, ExpectedImprovement.Below(new GaussianPrediction(mean, deviation), best, 1), 1e-8);
        Assert.Equal(ExpectedImprovement.Of(new GaussianPrediction(mean, deviation), best), ExpectedImprovement.Below(new GaussianPrediction(mean, deviation), best, double.PositiveInfinity));
        Assert.Equal(0, ExpectedImprovement.Below(new GaussianPrediction(mean, deviation), 1, 1));
        Assert.True(double.IsFinite(ExpectedImprovement.LogBelow(new GaussianPrediction(0.1, 0.01), 0.97, 1)), "far below both");
    }

    [Fact]
    public void LogH_WhereTheValueUnderflows_FollowsTheAsymptote()
    {
        // h(z) → φ(z)/z²·(1 − 3/z²) for z → −∞.
        foreach (double z in new[] { -30.0, -100, -1e4, -1e8 })
            Assert.Equal(-0.5 * z * z - 0.5 * Math.Log(2 * Math.PI) - 2 * Math.Log(-z) - 3 / (z * z), ExpectedImprovement.LogH(z), Math.Abs(z) > 1e3 ? 3 : 4);
        Assert.Equal(ExpectedImprovement.LogH(-1 + 1e-9), ExpectedImprovement.LogH(-1 - 1e-9), 7);
    }

    [Fact]
    public void LogH_Everywhere_Rises()
    {
        double before = double.NegativeInfinity;
        for (double z = -60; z <= 8; z += 0.01)
        {
            double value = ExpectedImprovement.LogH(z);
            Assert.True(value > before, FormattableString.Invariant($"at {z}"));
            before = value;
        }
    }

    [Fact]
    public void Probability_AtTheBest_IsAHalf()
    {
        Assert.Equal(0.5, ExpectedImprovement.Probability(new GaussianPrediction(3, 0.2), 3), 12);
        Assert.Equal(0.8413447, ExpectedImprovement.Probability(new GaussianPrediction(3.2, 0.2), 3), 6);
        Assert.Equal(0, ExpectedImprovement.Probability(new GaussianPrediction(2, 0), 3));
    }

    /// <summary>Mean of a function of a standard normal variable, by the trapezium rule.</summary>
    private static double MeanOf(Func<double, double> value)
    {
        double sum = 0;
        const int steps = 200_000;
        const double low = -12, width = 24.0 / steps;
        for (int i = 0; i <= steps; i++)
        {
            double x = low + i * width;
            sum += value(x) * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * width;
        }

        return sum;
    }
}
