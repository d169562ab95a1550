using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Reports.Tests.Plots;

public sealed class PlotSheetTests
{
    /// <summary>All plots on one page; set LTO_WRITE_REPORT to a folder to look at it.</summary>
    [Fact]
    public async Task Sheet_AllPlots_AreWhole()
    {
        string[] plots =
        [
            HistogramPlot.Render(PlotTests.Diameters()),
            HistogramPlot.Render(PlotTests.Diameters() with { Quantity = "aspect ratio", Unit = "", Values = [.. PlotTests.Diameters().Values.Select(d => 1 + d / 300)], Marks = [], Cumulative = false, Truth = 1.3 }, PlotSize.Medium),
            CycleCurvePlot.Render(PlotTests.Curve()),
            ConvergencePlot.Render(PlotTests.Settling(), 500),
            LossBar.Render(new LossBreakdown { SideReactionMAhG = 1.88, TrappedLithiumMAhG = 0.42 }, 174),
            IntervalRows.Render(
            [
                new IntervalRow("Cell model", 98.8, 98.5, 99.1, PlotMark.Circle, "3 realisations"),
                new IntervalRow("Regression", 98.2, 97.5, 98.9, PlotMark.Square, "virtual data"),
                new IntervalRow("Measured", double.NaN, double.NaN, double.NaN, PlotMark.Diamond),
            ], "first-cycle Coulombic efficiency, %"),
            AgreementPlot.Render(
            [
                new AgreementData("median diameter", "nm", [.. Enumerable.Range(1, 20).Select(i => (10 * Math.Pow(1.2, i), 10 * Math.Pow(1.2, i) * (1 + 0.01 * (i % 5 - 2))))], true, 0.02, true),
                new AgreementData("mean aspect ratio", "", [.. Enumerable.Range(1, 20).Select(i => (1 + 0.1 * i, (1 + 0.1 * i) * 1.01))], false, 0.03, true),
                new AgreementData("mean fractal dimension", "", [(double.NaN, 1)], false, 0.05, false),
            ]),
            HistogramPlot.Render(PlotTests.Diameters(), PlotSize.Narrow),
            CycleCurvePlot.Render([]),
            BestSoFarPlot.Render([(97.2, 0.1), (98.1, double.NaN), (97.9, 0.2)], "first-cycle efficiency, %", 2, PlotSize.Medium),
            BestSoFarPlot.Render([], "first-cycle efficiency, %", 2, PlotSize.Medium),
            ForecastPlot.Render([new ForecastPoint("syn-1", 98, 0.4, 98.2, 0.1), new ForecastPoint("syn-2", 97, 0.4, 96.1, double.NaN)], "first-cycle efficiency, %", PlotSize.Medium),
            SlicePlot.Render(new SlicePlotData("temperature_C, °C", "efficiency, %", [], false, 700, [600, 700, 800], [96, 98, 97], [0.5, 0.2, 0.6], [true, true, false], [(650, 97)]), (95, 99), PlotSize.Medium),
            SlicePlot.Render(new SlicePlotData("solvent", "efficiency, %", ["water", "ethanol"], false, 0, [0, 1], [96, 98], [0.5, 0.2], [true, false], [(0, 97)]), (95, 99), PlotSize.Medium),
            SlicePlot.Render(new SlicePlotData("precursor", "efficiency, %", [], true, 0.3, [0.1, 0.3, 1], [96, 98, 97], [0.5, 0.2, 0.6], [false, true, true], []), (95, 99), PlotSize.Medium),
            RegretPlot.Render([new RegretPanel("Branin", "regret", [new RegretLine("random", [1, 0.5], [2, 1], [4, 2])])], 5),
        ];
        Assert.All(plots, plot => Assert.EndsWith("</svg>", plot, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("LTO_WRITE_REPORT") is { Length: > 0 } folder)
            await AtomicFile.WriteTextAsync(Path.Combine(folder, "plots.html"), "<!doctype html><meta charset=utf-8><body style=\"font-family:Inter,sans-serif;display:grid;grid-template-columns:repeat(2,1fr);gap:24px\">" + string.Join("", plots.Select(p => $"<div>{p}</div>")), TestContext.Current.CancellationToken);
    }
}
