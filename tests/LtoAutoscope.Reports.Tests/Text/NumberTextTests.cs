using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Tests.Text;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(4106.0, 0, "4\u202F106")]
    [InlineData(1234567.891, 2, "1\u202F234\u202F567.89")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(-3.26, 1, "\u22123.3")]
    [InlineData(999.96, 1, "1\u202F000.0")]
    [InlineData(double.NaN, 1, "–")]
    [InlineData(double.PositiveInfinity, 1, "–")]
    public void Fixed_Value_IsPrintedByTheHouseRules(double value, int decimals, string expected)
        => Assert.Equal(expected, NumberText.Fixed(value, decimals));

    [Fact]
    public void WithUnit_Unknown_HasNoUnit()
    {
        Assert.Equal("–", NumberText.WithUnit(null, 1, "nm"));
        Assert.Equal("98.8\u00A0%", NumberText.Percent(0.98764, 1));
    }

    [Fact]
    public void Range_NegativeEnds_AreNotConfusedWithTheDash()
    {
        Assert.Equal("84.1–199.0\u00A0nm", NumberText.Range(84.1, 199, 1, "nm"));
        Assert.Equal("\u22121.0\u00A0to\u00A02.0", NumberText.Range(-1, 2, 1, ""));
        Assert.Equal("–", NumberText.Range(double.NaN, 2, 1, "nm"));
    }

    [Theory]
    [InlineData(3.2e-8, "3.2×10⁻⁸")]
    [InlineData(0.0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(-4.5e12, "\u22124.5×10¹²")]
    public void Scientific_Value_HasAPowerOnlyWhereNeeded(double value, string expected) => Assert.Equal(expected, NumberText.Scientific(value));
}
