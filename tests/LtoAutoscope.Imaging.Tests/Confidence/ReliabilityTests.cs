using System.Xml.Linq;
using LtoAutoscope.Imaging.Confidence;

namespace LtoAutoscope.Imaging.Tests.Confidence;

public sealed class ReliabilityTests
{
    [Fact]
    public void Of_HandComputedCase_GivesTheErrors()
    {
        // Bin 0.2…0.3: stated 0.25, one of four came true. Bin 0.8…0.9: stated 0.85, one of two.
        Reliability r = Reliability.Of([0.25, 0.25, 0.25, 0.25, 0.85, 0.85], [true, false, false, false, true, false], [1, 1, 1, 1, 1, 1]);

        Assert.Equal((0.25, 0.85, 0.5), (r.Observed[2], r.Stated[8], r.Observed[8]));
        Assert.Equal(0.35 / 3, r.ExpectedCalibrationError, 12);
        Assert.Equal((0.5625 + 3 * 0.0625 + 0.0225 + 0.7225) / 6, r.BrierScore, 12);
        Assert.True(double.IsNaN(r.Stated[0]));
    }

    [Fact]
    public void Of_Weights_CountAsRepetitions()
    {
        Reliability repeated = Reliability.Of([0.3, 0.3, 0.9], [true, true, false], [1, 1, 1]), weighted = Reliability.Of([0.3, 0.9], [true, false], [2, 1]);
        Assert.Equal(repeated.ExpectedCalibrationError, weighted.ExpectedCalibrationError, 12);
        Assert.Equal(repeated.BrierScore, weighted.BrierScore, 12);
    }

    [Fact]
    public void ToSvg_TwoPanels_IsWellFormed()
    {
        Reliability r = Reliability.Of([0, 0.25, 1], [false, true, true], [1, 1, 1]);
        XDocument svg = XDocument.Parse(Reliability.ToSvg(("before", r), ("after", r)));
        Assert.Equal(2, svg.Descendants().Count(e => e.Name.LocalName == "polyline"));
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }
}
