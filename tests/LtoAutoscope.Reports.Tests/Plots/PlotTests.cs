using System.Xml.Linq;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Reports.Tests.Plots;

public sealed class PlotTests
{
    [Fact]
    public void Histogram_Values_AreDrawnWithMarksAxesAndSummary()
    {
        XElement svg = Parse(HistogramPlot.Render(Diameters()));
        Assert.Contains("n = 800", Label(svg), StringComparison.Ordinal);
        Assert.Contains("D50 ", Label(svg), StringComparison.Ordinal);
        string[] texts = Texts(svg);
        Assert.Contains("equivalent circle diameter, nm", texts);
        Assert.Contains("cumulative share", texts);
        Assert.Contains(texts, text => text.StartsWith("% of particles per", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith("D90 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Histogram_Bars_AddUpToAllParticles()
    {
        // Bars are drawn to scale: heights over the scale of the axis add up to 100 %.
        XElement svg = Parse(HistogramPlot.Render(Diameters() with { Cumulative = false, Marks = [] }));
        double[] heights = [.. svg.Elements().Where(e => e.Name.LocalName == "rect").Select(e => Number(e, "height"))];
        (double y, double value)[] ticks = [.. svg.Elements().Where(e => e.Name.LocalName == "text" && (string?)e.Attribute("text-anchor") == "end" && double.TryParse(e.Value, out _))
            .Select(e => (Number(e, "y"), double.Parse(e.Value)))];
        double percentPerPixel = (ticks[1].value - ticks[0].value) / (ticks[0].y - ticks[1].y);
        Assert.Equal(100, heights.Sum() * percentPerPixel, 0.7);
    }

    [Fact]
    public void Histogram_LongTail_IsCountedNotHidden()
    {
        double[] values = [.. Enumerable.Range(0, 999).Select(i => 100 + i * 0.1), 50_000];
        string[] texts = Texts(Parse(HistogramPlot.Render(new HistogramData { Values = values, Quantity = "diameter", Unit = "nm" })));
        Assert.Contains("1 beyond →", texts);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0, double.NaN, 2 })]
    [InlineData(new[] { 4.0, 4, 4, 4 })]
    public void Histogram_NothingToDraw_SaysWhy(double[] values)
    {
        XElement svg = Parse(HistogramPlot.Render(new HistogramData { Values = values, Quantity = "aspect ratio" }));
        Assert.Contains("–", Texts(svg));
        Assert.Contains("no data", Label(svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_HostileName_IsEncoded()
    {
        string svg = HistogramPlot.Render(Diameters() with { Quantity = "<script>\"&'</script>" });
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Parse(svg);
    }

    [Fact]
    public void Series_WholePlacesAndLongLabels_HasWholeTicksInsideTheDrawing()
    {
        XElement svg = Parse(SeriesPlot.Render("cycles", [new PlotSeries("a", [.. Enumerable.Range(1, 19).Select(i => ((double)i, -15_000.0 + (1500 * i)))])], "cycle", "y", "words", "nothing"));
        XElement[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text")];

        Assert.DoesNotContain(texts, text => text.Value.Contains(".5", StringComparison.Ordinal));
        XElement longest = texts.Where(text => (string?)text.Attribute("text-anchor") == "end" && text.Value.Contains('\u2212', StringComparison.Ordinal)).MaxBy(text => text.Value.Length)!;
        Assert.True((double)longest.Attribute("x")! > 6.2 * longest.Value.Length, $"“{longest.Value}” ends at {longest.Attribute("x")!.Value}");
    }

    [Fact]
    public void CycleCurve_WithoutSpecificCharge_SaysSoInsteadOfDrawingNothing()
        => Assert.Contains("no specific charge", CycleCurvePlot.Render([.. Curve().Select(point => point with { ChargeMAhG = double.NaN })]), StringComparison.Ordinal);

    [Fact]
    public void CycleCurve_BothHalves_AreLabelledWithTheirCharge()
    {
        XElement svg = Parse(CycleCurvePlot.Render(Curve()));
        Assert.Contains(Texts(svg), text => text.Contains("lithiation 174.0 mAh/g", StringComparison.Ordinal));
        Assert.Contains(Texts(svg), text => text.Contains("2.0 mAh/g not returned", StringComparison.Ordinal));
        Assert.Contains("V against Li/Li⁺", Texts(svg));
    }

    [Theory]
    [InlineData(EfficiencyConvention.DelithiationOverLithiation, "delithiation", PlotInk.Second)]
    [InlineData(EfficiencyConvention.LithiationOverDelithiation, "lithiation", PlotInk.First)]
    public void CycleCurve_UsefulHalf_IsTheFullLineAndNamed(EfficiencyConvention convention, string useful, string ink)
    {
        XElement svg = Parse(CycleCurvePlot.Render(Curve(), null, convention));
        XElement[] curves = [.. svg.Descendants().Where(element => element.Name.LocalName == "path" && element.Attribute("d")!.Value.Length > 40)];
        Assert.Equal(2, curves.Length);
        Assert.Equal(ink, Assert.Single(curves, curve => curve.Attribute("stroke-dasharray") is null).Attribute("stroke")?.Value);
        Assert.Contains($"the full line is the {useful},", Label(svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Convergence_Points_DrawTheGoalAndTheInterval()
    {
        string[] texts = Texts(Parse(ConvergencePlot.Render(Settling(), 500)));
        Assert.Contains(texts, text => text == "goal 500");
        Assert.Contains(texts, text => text == "110.0\u00A0nm");
    }

    internal static IReadOnlyList<ConvergencePoint> Settling()
        => [.. Enumerable.Range(1, 16).Select(k => new ConvergencePoint(40 * k, 110, k < 2 ? double.NaN : 110 - 8 / Math.Sqrt(k), k < 2 ? double.NaN : 110 + 8 / Math.Sqrt(k)))];

    [Fact]
    public void LossBar_Parts_AddUp()
    {
        string[] texts = Texts(Parse(LossBar.Render(new LossBreakdown { SideReactionMAhG = 1.88, TrappedLithiumMAhG = 0.12 }, 174)));
        Assert.Contains("1.88\u00A0mAh/g", texts);
        Assert.Contains("2.00\u00A0mAh/g", texts);
        Assert.Contains("1.15\u00A0%", texts);
    }

    [Fact]
    public void IntervalRows_UnknownRow_HasAnEnDash()
    {
        string[] texts = Texts(Parse(IntervalRows.Render(
            [new IntervalRow("Cell model", 98.8, 98.5, 99.1, PlotMark.Circle), new IntervalRow("Measured", double.NaN, double.NaN, double.NaN, PlotMark.Diamond)], "efficiency, %", 1)));
        Assert.Contains("98.8", texts);
        Assert.Contains("–", texts);
    }

    internal static HistogramData Diameters()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 800).Select(_ => 120 * Math.Exp(0.3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
        double[] sorted = [.. values.Order()];
        return new HistogramData
        {
            Values = values, Quantity = "equivalent circle diameter", Unit = "nm",
            Marks = [("D10", sorted[80]), ("D50", sorted[400]), ("D90", sorted[720])],
        };
    }

    internal static IReadOnlyList<CyclePoint> Curve()
    {
        var points = new List<CyclePoint>();
        for (int i = 0; i <= 200; i++)
        {
            double q = 174.0 * i / 200, x = q / 175.1;
            points.Add(new CyclePoint(q * 100, 0.01, i == 200 ? 1.0 : 1.52 + 0.8 * Math.Exp(-60 * x) - 0.5 * Math.Exp(-80 * (0.994 - x)) - 0.01 * x, x, 1.8 * i / 200, 0.1, q));
        }

        for (int i = 0; i <= 200; i++)
        {
            double q = 172.0 * i / 200, x = q / 175.1;
            points.Add(new CyclePoint(17400 + q * 100, -0.01, i == 200 ? 2.5 : 1.56 - 0.3 * Math.Exp(-60 * x) + 0.9 * Math.Exp(-80 * (0.983 - x)) + 0.01 * x, 0.99 - x, 1.8, 0.2, q));
        }

        return points;
    }

    private static XElement Parse(string svg) => XElement.Parse(svg);

    private static string Label(XElement svg) => (string)svg.Attribute("aria-label")!;

    private static string[] Texts(XElement svg) => [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    private static double Number(XElement element, string name) => double.Parse((string)element.Attribute(name)!);
}
