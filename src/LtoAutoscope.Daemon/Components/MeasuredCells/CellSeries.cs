using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Daemon.Components.MeasuredCells;

/// <summary>Which cells of a sample are drawn, and how they are told apart.</summary>
internal static class CellSeries
{
    private const int MostDrawn = 8;
    private static readonly PlotMark[] Marks = [PlotMark.Circle, PlotMark.Square, PlotMark.Diamond, PlotMark.Triangle];

    /// <summary>The cells that count and have cycles, at most eight, and a chosen one that does not count; and how many are left out of the drawing.</summary>
    public static (IReadOnlyList<CellTest> Drawn, int Left) Of(SampleCells cells, CellTest? chosen)
    {
        CellTest[] all = [.. cells.Cells.Where(cell => cell.Counts && cell.Cycles.Count > 0)];
        if (chosen is { Counts: false, Cycles.Count: > 0 }) all = [chosen, .. all];
        return ([.. all.Take(MostDrawn)], Math.Max(0, all.Length - MostDrawn));
    }

    /// <summary>The mark of a row; with the ink, of which there are four as well, sixteen rows are told apart.</summary>
    public static PlotMark MarkOf(int row) => Marks[(row + (row / Marks.Length)) % Marks.Length];

    /// <summary>The name in a legend.</summary>
    public static string NameOf(CellTest cell) => cell.Counts ? cell.CellName : $"{cell.CellName} (left out)";

    /// <summary>Which half cycle is drawn how, in words; a full cell's discharge delithiates its anode and lithiates its cathode.</summary>
    public static string Halves(EfficiencyConvention useful) => $"full {useful.UsefulHalf()} (discharge of a full cell), dashed {useful.SpentHalf()}";

    /// <summary>The dash of a half cycle: none for the useful one.</summary>
    public static string? DashOf(EfficiencyConvention useful, bool isLithiation) => isLithiation == (useful == EfficiencyConvention.LithiationOverDelithiation) ? null : "5 3";

    /// <summary>A drawing in words.</summary>
    public static string Words(string what, IReadOnlyList<CellTest> drawn)
        => drawn.Count == 0 ? what : $"{what} of {string.Join(", ", drawn.Select(cell => $"{cell.CellName}: {cell.Cycles.Count} cycles, first cycle {Figures.Fixed(cell.Cycles[0].LithiationMAhG, 1)} mAh/g lithiation, {Figures.Fixed(cell.Cycles[0].DelithiationMAhG, 1)} delithiation"))}; the CSV holds the figures.";
}
