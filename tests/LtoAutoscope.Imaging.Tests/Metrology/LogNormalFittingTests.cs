using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Imaging.Tests.Metrology;

public sealed class LogNormalFittingTests
{
    [Fact]
    public void Statistic_EqualWeights_IsAndersonDarlings()
    {
        double[] sorted = [-1.4, -0.6, -0.1, 0.2, 0.9, 1.7];
        double textbook = -sorted.Length;
        for (int i = 0; i < sorted.Length; i++)
        {
            double low = MathNet.Numerics.Distributions.Normal.CDF(0, 1, sorted[i]), high = MathNet.Numerics.Distributions.Normal.CDF(0, 1, sorted[^(i + 1)]);
            textbook -= (2 * i + 1.0) / sorted.Length * (Math.Log(low) + Math.Log(1 - high));
        }

        Assert.Equal(textbook, LogNormalFitting.Statistic(sorted, [1, 1, 1, 1, 1, 1], 0, 1), 9);
    }

    [Fact]
    public void Fit_LogNormalSamplesInFrames_RejectsAsOftenAsItSays()
    {
        const int Trials = 60;
        int rejected = 0;
        for (int t = 0; t < Trials; t++) if (Fit(t, 0).PValue < 0.1) rejected++;

        // Binomial(60, 0.1): more than 13 has a chance below 0.2 %.
        Assert.InRange(rejected, 0, 13);
    }

    [Fact]
    public void Fit_TwoSizes_IsRejected() => Assert.True(Fit(1, 0.9).PValue < 0.02);

    [Fact]
    public void Fit_KnownPowder_FindsItsParameters()
    {
        LogNormalFit fit = Fit(5, 0);

        Assert.InRange(fit.Median, 85, 117);
        Assert.InRange(fit.GeometricStd, 1.2, 1.35);
    }

    [Fact]
    public void Fit_FewParticles_GivesNone() => Assert.Null(LogNormalFitting.Fit(new WeightedSample([(1, 1, 0), (2, 1, 0)]), 1));

    private static LogNormalFit Fit(int seed, double secondSize)
    {
        var random = new Random(seed);
        List<(double, double, int)> items = [];
        for (int f = 0; f < 5; f++)
        {
            double shift = 0.08 * Normal(random);
            for (int i = 0; i < 40; i++) items.Add((100 * Math.Exp(shift + 0.25 * Normal(random) + (i % 2 == 0 ? secondSize : 0)), 1, f));
        }

        return LogNormalFitting.Fit(new WeightedSample(items), seed)!;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
