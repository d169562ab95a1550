using LtoAutoscope.Acquisition.Timing;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Acquisition.Tests.Timing;

public sealed class LearnedQuantityTests
{
    [Fact]
    public void From_Nothing_IsTheGuessWithItsFactor()
    {
        LearnedQuantity quantity = LearnedQuantity.From([], 10, 4);
        Assert.Equal(0, quantity.Runs);
        Assert.InRange(quantity.Quantile(0.5), 9.99, 10.01);
        Assert.InRange(quantity.Quantile(0.95), 39, 41);
        Assert.InRange(quantity.Quantile(0.05), 2.4, 2.6);
    }

    [Theory]
    [InlineData(3, 0.1)]
    [InlineData(8, 0.1)]
    [InlineData(8, 0.4)]
    [InlineData(30, 0.25)]
    public void Quantile_OfNextRun_CoversAboutFourFifths(int runs, double spread)
    {
        var random = new Random(17);
        const int Trials = 600;
        int inside = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double centre = Math.Exp(Normal.Sample(random, -3, 1));
            LearnedQuantity quantity = LearnedQuantity.From(Enumerable.Range(0, runs).Select(_ => (centre * Math.Exp(Normal.Sample(random, 0, spread)), 1.0)), 1, 4);
            double next = centre * Math.Exp(Normal.Sample(random, 0, spread));
            if (next >= quantity.Quantile(0.1) && next <= quantity.Quantile(0.9)) inside++;
        }

        // Few runs are met with more caution than they need, never with less.
        Assert.InRange(inside / (double)Trials, 0.75, runs < 5 ? 1 : runs < 10 ? 0.97 : 0.9);
    }

    [Fact]
    public void From_MoreRuns_IsNarrower()
    {
        static double Width(int runs)
        {
            LearnedQuantity quantity = LearnedQuantity.From(Enumerable.Range(0, runs).Select(i => (2 + 0.1 * (i % 3), 1.0)), 1, 4);
            return quantity.Quantile(0.9) / quantity.Quantile(0.1);
        }

        Assert.True(Width(2) > Width(5) && Width(5) > Width(40), $"{Width(2)} {Width(5)} {Width(40)}");
    }

    [Fact]
    public void From_OldRuns_CountLess()
    {
        LearnedQuantity quantity = LearnedQuantity.From([.. Enumerable.Repeat((1.0, 0.05), 10), .. Enumerable.Repeat((3.0, 1.0), 10)], 1, 4);
        Assert.InRange(quantity.Quantile(0.5), 2.5, 3.1);
    }
}
