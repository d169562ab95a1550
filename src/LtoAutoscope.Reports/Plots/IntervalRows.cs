using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Values of the same quantity from several sources on one axis: one row each, bars of 95 %, different marks.</summary>
public static class IntervalRows
{
    private const double RowHeight = 46;

    /// <summary>Draws it.</summary>
    /// <param name="rows">Top to bottom, at most four.</param>
    /// <param name="axisTitle">Quantity and unit.</param>
    /// <param name="decimals">Of the printed values.</param>
    /// <param name="size">Default medium; the height follows from the rows.</param>
    public static string Render(IReadOnlyList<IntervalRow> rows, string axisTitle, int decimals = 1, PlotSize? size = null)
    {
        PlotSize box = size ?? PlotSize.Medium;
        double[] ends = [.. rows.SelectMany(row => new[] { row.Value, row.Low, row.High }).Where(double.IsFinite)];
        if (ends.Length == 0) return EmptyPlot.Render(box, "intervals", axisTitle, "no source has given a value yet");

        double span = Math.Max(ends.Max() - ends.Min(), 4 * Math.Pow(10, -decimals));
        double middle = (ends.Max() + ends.Min()) / 2;
        int height = (int)(RowHeight * rows.Count + 56);
        var frame = new PlotFrame(box with { Height = height }, (middle - 0.62 * span, middle + 0.62 * span), (0, 1), left: Math.Min(150, box.Width * 0.34), top: 14);
        var canvas = new SvgCanvas(box.Width, height, "intervals",
            $"{axisTitle}: {string.Join("; ", rows.Select(row => $"{row.Label} {NumberText.Fixed(row.Value, decimals)}, 95 % {NumberText.Range(row.Low, row.High, decimals, "")}"))}");
        NiceTicks ticks = NiceTicks.Within(frame.XLow, frame.XHigh, 5);
        foreach (double tick in ticks.Values)
        {
            canvas.Line(frame.X(tick), frame.Top, frame.X(tick), frame.Bottom, PlotInk.Grid);
            canvas.Text(frame.X(tick), frame.Bottom + 16, ticks.Label(tick), PlotInk.Quiet, "middle");
        }

        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, PlotInk.Axis);
        canvas.Text(frame.Right, frame.Bottom + 32, axisTitle, PlotInk.Quiet, "end");
        string[] inks = [PlotInk.First, PlotInk.Second, PlotInk.Strong, PlotInk.Fourth];
        for (int i = 0; i < rows.Count; i++)
        {
            IntervalRow row = rows[i];
            double y = frame.Top + RowHeight * (i + 0.62);
            string ink = inks[i % inks.Length];
            canvas.Text(0, y + 4, row.Label, PlotInk.Strong, size: 12, weight: 540);
            if (row.Note is { } note) canvas.Text(0, y + 18, note, PlotInk.Quiet);
            if (!double.IsFinite(row.Value))
            {
                canvas.Text(frame.Left + 8, y + 4, "–", PlotInk.Quiet, size: 12);
                continue;
            }

            double x = frame.X(row.Value);
            if (double.IsFinite(row.Low) && double.IsFinite(row.High))
            {
                canvas.Line(frame.X(row.Low), y, frame.X(row.High), y, ink, 2);
                canvas.Line(frame.X(row.Low), y - 5, frame.X(row.Low), y + 5, ink, 2);
                canvas.Line(frame.X(row.High), y - 5, frame.X(row.High), y + 5, ink, 2);
            }

            canvas.Mark(row.Mark, x, y, ink);
            canvas.Text(x, y - 11, NumberText.Fixed(row.Value, decimals), PlotInk.Strong, "middle", 12, 540, halo: true);
        }

        return canvas.Render();
    }
}
