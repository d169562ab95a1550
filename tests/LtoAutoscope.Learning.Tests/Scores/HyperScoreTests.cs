using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Scores;

namespace LtoAutoscope.Learning.Tests.Scores;

public sealed class HyperScoreTests
{
    /// <summary>Worked by hand: with u = V⁵/2 the score is 100·[1 + (u/(1 + u))²].</summary>
    [Theory]
    [InlineData(1, 111.1111)]
    [InlineData(0.95, 107.7820)]
    [InlineData(0.5, 100.0237)]
    public void Of_Defaults_GivesTheFormulasValue(double v, double expected) => Assert.Equal(expected, new HyperScore().Of(v), 4);

    [Fact]
    public void Of_ThePapersExample_NeedsTheOtherSignOfGamma()
    {
        Assert.Equal(107.8, new HyperScore().Of(0.95), 1);
        Assert.Equal(136.9, new HyperScore { Gamma = Math.Log(2) }.Of(0.95), 1);
        Assert.Equal(144.4444, new HyperScore { Gamma = Math.Log(2) }.Of(1), 4);
    }

    [Fact]
    public void Of_VanishingValue_TendsToAHundred()
    {
        Assert.Equal(100, new HyperScore().Of(1e-300), 9);
        Assert.Equal(100, new HyperScore().Of(double.Epsilon), 9);
        Assert.Equal(200, new HyperScore { Gamma = 800 }.Of(1), 9);
        Assert.Equal(100, new HyperScore { Gamma = -800 }.Of(1), 9);
    }

    [Fact]
    public void Of_RisingValue_Rises()
    {
        var score = new HyperScore { Beta = 3, Gamma = 0.2, Kappa = 1.4 };
        double[] scores = [.. Enumerable.Range(1, 100).Select(i => score.Of(i / 100.0))];
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.0001)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void Of_ValueOutOfRange_IsRefusedWithTheRemedy(double v)
    {
        InputException error = Assert.Throws<InputException>(() => new HyperScore().Of(v));
        Assert.Equal("v", error.Where);
        Assert.Contains("fraction", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ConstantOutOfRange_IsRefused()
    {
        Assert.Contains("beta", Assert.Throws<InputException>(() => new HyperScore { Beta = 0 }.Of(0.5)).What, StringComparison.Ordinal);
        Assert.Contains("kappa", Assert.Throws<InputException>(() => new HyperScore { Kappa = double.PositiveInfinity }.Of(0.5)).What, StringComparison.Ordinal);
        Assert.Contains("gamma", Assert.Throws<InputException>(() => new HyperScore { Gamma = double.NaN }.Of(0.5)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void ValueOf_Sample_IsClippedToTheRangeOfTheScore()
    {
        Assert.Equal(1, SampleScore.ValueOf(ScoreValue.Efficiency, 1.02, null, 175));
        Assert.Equal(0.9 * 0.8, SampleScore.ValueOf(ScoreValue.EfficiencyTimesCapacity, 0.9, 140, 175)!.Value, 12);
        Assert.Equal(0.9, SampleScore.ValueOf(ScoreValue.EfficiencyTimesCapacity, 0.9, 200, 175)!.Value, 12);
        Assert.Null(SampleScore.ValueOf(ScoreValue.EfficiencyTimesCapacity, 0.9, null, 175));
    }
}
