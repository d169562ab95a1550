namespace LtoAutoscope.Reports.Plots;

/// <summary>Rows of points over two linear axes, or over named places on the horizontal one, with a legend of marks and dashes beneath the title of the vertical axis.</summary>
public static class SeriesPlot
{
    private static readonly string[] Inks = [PlotInk.First, PlotInk.Second, PlotInk.Third, PlotInk.Fourth];
    private const double LegendRow = 16;

    /// <summary>Draws it.</summary>
    /// <param name="kind">What is drawn, in a word: part of the drawing's class.</param>
    /// <param name="series">The rows.</param>
    /// <param name="xTitle">Title of the horizontal axis with its unit.</param>
    /// <param name="yTitle">Title of the vertical axis with its unit.</param>
    /// <param name="summary">The drawing in words.</param>
    /// <param name="empty">What stands where there is nothing to draw.</param>
    /// <param name="size">Default wide.</param>
    /// <param name="places">Names of the places 0, 1, 2, … of the horizontal axis, or null for a linear one.</param>
    /// <param name="fromZero">Whether the vertical axis begins at zero.</param>
    public static string Render(
        string kind, IReadOnlyList<PlotSeries> series, string xTitle, string yTitle, string summary, string empty, PlotSize? size = null, IReadOnlyList<string>? places = null, bool fromZero = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        PlotSize box = size ?? PlotSize.Wide;
        (double X, double Y)[] all = [.. series.SelectMany(row => row.Points).Where(IsKnown)];
        if (all.Length == 0) return EmptyPlot.Render(box, kind, yTitle, empty);
        (double low, double high) = NiceTicks.Around(fromZero ? Math.Min(0, all.Min(point => point.Y)) : all.Min(point => point.Y), all.Max(point => point.Y), 5);
        double left = all.Min(point => point.X), right = all.Max(point => point.X), room = right > left ? 0.02 * (right - left) : 0.5;
        (double, double) range = places is null ? (left - room, right + room) : (-0.5, places.Count - 0.5);
        var canvas = new SvgCanvas(box.Width, box.Height, kind, summary);
        double legend = Legend(canvas, series, box);
        NiceTicks vertical = NiceTicks.Within(low, high, 6);
        // Long labels move the axis to the right.
        var frame = new PlotFrame(box, range, (low, high), left: Math.Max(44, 13 + (6.4 * vertical.Values.Max(tick => vertical.Label(tick).Length))), top: 22 + legend);
        if (places is null) frame.Axes(canvas, xTitle, yTitle, isCount: Array.TrueForAll(all, static point => point.X == Math.Round(point.X)));
        else Places(canvas, frame, places, xTitle, yTitle);
        foreach (PlotSeries row in series) Draw(canvas, frame, row);
        return canvas.Render();
    }

    private static bool IsKnown((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static double Legend(SvgCanvas canvas, IReadOnlyList<PlotSeries> series, PlotSize box)
    {
        if (series.Count < 2) return 8;
        double x = 46, y = 30;
        foreach (PlotSeries row in series)
        {
            double width = 34 + (6.2 * row.Label.Length);
            if (x > 46 && x + width > box.Width - 8) (x, y) = (46, y + LegendRow);
            string ink = Inks[row.Ink % Inks.Length];
            if (row.IsLine) canvas.Line(x, y - 4, x + 18, y - 4, ink, 1.8, row.Dash);
            if (row.Mark is { } mark) canvas.Mark(mark, x + 9, y - 4, ink, 3.4);
            canvas.Text(x + 23, y, row.Label, PlotInk.Strong);
            x += width;
        }

        return y - 14;
    }

    private static void Places(SvgCanvas canvas, PlotFrame frame, IReadOnlyList<string> places, string xTitle, string yTitle)
    {
        NiceTicks vertical = NiceTicks.Within(frame.YLow, frame.YHigh, 5);
        foreach (double tick in vertical.Values)
        {
            canvas.Line(frame.Left, frame.Y(tick), frame.Right, frame.Y(tick), PlotInk.Grid);
            canvas.Text(frame.Left - 7, frame.Y(tick) + 4, vertical.Label(tick), PlotInk.Quiet, "end");
        }

        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, PlotInk.Axis);
        for (int i = 0; i < places.Count; i++)
        {
            canvas.Line(frame.X(i), frame.Bottom, frame.X(i), frame.Bottom + 4, PlotInk.Axis);
            canvas.Text(frame.X(i), frame.Bottom + 16, places[i], PlotInk.Quiet, "middle");
        }

        canvas.Text(2, 12, yTitle, PlotInk.Quiet);
        canvas.Text(frame.Right, frame.Bottom + 32, xTitle, PlotInk.Quiet, "end");
    }

    private static void Draw(SvgCanvas canvas, PlotFrame frame, PlotSeries row)
    {
        string ink = Inks[row.Ink % Inks.Length];
        var path = new List<(double X, double Y)>();
        for (int i = 0; row.IsLine && i < row.Points.Count; i++)
        {
            if (!IsKnown(row.Points[i]))
            {
                canvas.Path(path, ink, dash: row.Dash);
                path.Clear();
                continue;
            }

            (double X, double Y) point = (frame.X(row.Points[i].X), frame.Y(row.Points[i].Y));
            // At most a point a drawing pixel.
            if (path.Count > 0 && i < row.Points.Count - 1 && Math.Abs(point.X - path[^1].X) + Math.Abs(point.Y - path[^1].Y) < 0.7) continue;
            path.Add(point);
        }

        if (path.Count > 1) canvas.Path(path, ink, dash: row.Dash);
        if (row.Mark is { } mark)
            foreach ((double x, double y) in row.Points.Where(IsKnown)) canvas.Mark(mark, frame.X(x), frame.Y(y), ink, row.Points.Count > 120 ? 2 : 3.4);
    }
}
