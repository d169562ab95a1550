using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;

namespace LtoAutoscope.Daemon.Tests.Components;

public sealed class FiguresTests
{
    [Fact]
    public void Fixed_Negative_HasTrueMinusAndNarrowSpace() => Assert.Equal("−1\u202f234.5", Figures.Fixed(-1234.5, 1));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public void Fixed_Unknown_IsAnEnDash(double? value) => Assert.Equal("–", Figures.Fixed(value, 1));

    [Theory]
    [InlineData(3.1e-4, "3.1×10⁻⁴")]
    [InlineData(9.99e5, "1.0×10⁶")]
    [InlineData(0, "0")]
    public void Scientific_Value_HasSuperscripts(double value, string text) => Assert.Equal(text, Figures.Scientific(value));

    [Theory]
    [InlineData(148.24, "148")]
    [InlineData(3.125, "3.12")]
    [InlineData(0.0031, "0.00310")]
    public void Significant_Value_KeepsThreeDigits(double value, string text) => Assert.Equal(text, Figures.Significant(value));

    [Theory]
    [InlineData(3200, "500 nm")]
    [InlineData(12_000, "2 µm")]
    [InlineData(500, "100 nm")]
    public void ScaleBar_Field_IsARoundLengthNearAFifth(double fieldNm, string label)
    {
        var bar = ScaleBar.For(fieldNm)!;
        Assert.Equal(label, bar.Label.Replace('\u00a0', ' '));
        Assert.InRange(bar.Share, 0.08, 0.21);
    }

    [Fact]
    public void ScaleBar_UnknownScale_IsNone() => Assert.Null(ScaleBar.For(null));
}
