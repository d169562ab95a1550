using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Characterisation;

namespace LtoAutoscope.Fem.Tests.Characterisation;

public sealed class DiffractionPatternTests
{
    [Theory]
    [InlineData(" ", false, "# a scan\n")]
    [InlineData("\t", true, "")]
    [InlineData(",", false, "2theta,intensity\n")]
    [InlineData(";", true, "Angle;Counts\n")]
    public void Read_EachLayout_GivesTheSameLine(string separator, bool comma, string head)
    {
        DiffractionPattern pattern = Read(head + Scan(separator, comma));
        ScherrerEstimate line = pattern.Strongest()!;

        Assert.Equal(1000, pattern.AngleDeg.Count);
        Assert.Equal(18.33, line.PositionDeg, 0.011);
        // A Lorentzian of half width 0.09° is 0.18° wide at half its height.
        Assert.Equal(0.18, line.WidthDeg, 0.004);
        Assert.Equal(0.9 * 0.154056 / (0.18 * Math.PI / 180 * Math.Cos(18.33 * Math.PI / 360)), line.SizeNm, 1.2);
    }

    [Theory]
    [InlineData("1 2\n2 3\n", "there are 2 points")]
    [InlineData("10 1\n11 1\n12 1\n11 1\n", "the angle 11° follows 12°")]
    [InlineData("words\nand words\n", "there are 0 points")]
    [InlineData("10 1\n200 1\n", "is no angle")]
    public void Read_WhatIsNoPattern_SaysWhy(string text, string message)
        => Assert.Contains(message, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Strongest_LineCutOffAtTheEnd_IsNotGuessed()
        => Assert.Null(Read(string.Join('\n', Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{10 + (0.1 * i)} {i}")))).Strongest());

    private static string Scan(string separator, bool comma) => string.Join('\n', Enumerable.Range(0, 1000).Select(i =>
    {
        double angle = 15 + (0.02 * i), x = (angle - 18.33) / 0.09;
        string line = string.Create(CultureInfo.InvariantCulture, $"{angle:0.00}|{100 + (9000 / (1 + (x * x))):0.0}");
        return (comma ? line.Replace('.', ',') : line).Replace("|", separator, StringComparison.Ordinal);
    }));

    private static DiffractionPattern Read(string text) => DiffractionPattern.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "scan.xy");
}
