using CsCheck;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Reports.Tests.Plots;

public sealed class NiceTicksTests
{
    [Theory]
    [InlineData(0, 100, "0 20 40 60 80 100")]
    [InlineData(1.0, 2.5, "1.00 1.25 1.50 1.75 2.00 2.25 2.50")]
    [InlineData(0, 0.0123, "0.000 0.002 0.004 0.006 0.008 0.010 0.012")]
    public void Within_KnownRange_HasRoundLabels(double low, double high, string expected)
    {
        NiceTicks ticks = NiceTicks.Within(low, high);
        Assert.Equal(expected, string.Join(' ', ticks.Values.Select(ticks.Label)));
    }

    [Fact]
    public void Within_AnyRange_HasFourToEightTicksInsideIt() => Gen.Select(Gen.Double[-1e4, 1e4], Gen.Double[-6, 6]).Sample((low, exponent) =>
    {
        double span = Math.Pow(10, exponent);
        if (span < 1e-7 * Math.Abs(low)) return true;
        NiceTicks ticks = NiceTicks.Within(low, low + span);
        return ticks.Values.Count is >= 4 and <= 8 && ticks.Values.All(tick => tick >= low - 1e-6 * span && tick <= low + span * (1 + 1e-6));
    });

    [Theory]
    [InlineData(3, 3)]
    [InlineData(double.NaN, 1)]
    public void Within_NoRange_StillGivesATick(double low, double high) => Assert.Single(NiceTicks.Within(low, high).Values);
}
