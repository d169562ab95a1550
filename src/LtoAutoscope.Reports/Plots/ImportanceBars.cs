using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Bars of how much the error grows without each feature, the largest first, with ± one standard deviation.</summary>
public static class ImportanceBars
{
    private const double RowHeight = 30;

    /// <summary>Draws them.</summary>
    /// <param name="rows">Name, growth of the error and its standard deviation, units of the axis.</param>
    /// <param name="axis">Such as <c>growth of the error, points of CE</c>.</param>
    /// <param name="decimals">Of the printed values.</param>
    /// <param name="width">Of the drawing, px.</param>
    public static string Render(IReadOnlyList<(string Name, double Value, double Deviation)> rows, string axis, int decimals = 2, int width = 400)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) return EmptyPlot.Render(PlotSize.Medium, "importance", axis, "no features");
        (string Name, double Value, double Deviation)[] sorted = [.. rows.OrderByDescending(static row => row.Value)];
        int height = (int)(RowHeight * sorted.Length + 50);
        double high = Math.Max(sorted.Max(static row => row.Value + row.Deviation), Math.Pow(10, -decimals)), low = Math.Min(0, sorted.Min(static row => row.Value - row.Deviation));
        var frame = new PlotFrame(new PlotSize(width, height), (low, 1.08 * high), (0, 1), left: Math.Min(178, width * 0.58), top: 6, bottom: 40);
        var canvas = new SvgCanvas(width, height, "importance", $"{axis}: {string.Join("; ", sorted.Select(row => $"{row.Name} {NumberText.Fixed(row.Value, decimals)}"))}");
        NiceTicks ticks = NiceTicks.Within(frame.XLow, frame.XHigh, 4);
        foreach (double tick in ticks.Values)
        {
            canvas.Line(frame.X(tick), frame.Top, frame.X(tick), frame.Bottom, PlotInk.Grid);
            canvas.Text(frame.X(tick), frame.Bottom + 16, ticks.Label(tick), PlotInk.Quiet, "middle");
        }

        canvas.Text(frame.Right, frame.Bottom + 32, axis, PlotInk.Quiet, "end");
        for (int i = 0; i < sorted.Length; i++)
        {
            double y = frame.Top + RowHeight * (i + 0.5), zero = frame.X(0), end = frame.X(sorted[i].Value);
            canvas.Text(frame.Left - 8, y + 4, sorted[i].Name, PlotInk.Strong, "end");
            canvas.Rectangle(Math.Min(zero, end), y - 7, Math.Abs(end - zero), 14, PlotInk.Fill, PlotInk.First);
            canvas.Line(frame.X(sorted[i].Value - sorted[i].Deviation), y, frame.X(sorted[i].Value + sorted[i].Deviation), y, PlotInk.Strong);
        }

        return canvas.Render();
    }
}
