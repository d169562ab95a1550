using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Simple regret of search methods against the number of syntheses, a panel a problem, on a logarithmic scale; lines are medians, bands quartiles. A figure that stands alone, on a light ground.</summary>
public static class RegretPlot
{
    private const int Panel = 340, Height = 300;
    private const double Floor = 1e-4;
    private static readonly string[] Inks = [PlotInk.First, PlotInk.Second, PlotInk.Third];
    private static readonly string[] Bands = ["rgb(26 95 180 / .16)", "rgb(168 84 0 / .14)", "rgb(4 116 90 / .14)"];
    private static readonly string?[] Dashes = [null, "7 3", "2 3"];

    /// <summary>Draws it.</summary>
    /// <param name="panels">The problems.</param>
    /// <param name="seeds">Repetitions behind each.</param>
    public static string Render(IReadOnlyList<RegretPanel> panels, int seeds)
    {
        ArgumentNullException.ThrowIfNull(panels);
        int width = Panel * panels.Count;
        string summary = string.Join(". ", panels.Select(panel => $"{panel.Title}: {string.Join(", ", panel.Lines.Select(line => $"{line.Name} {NumberText.Fixed(line.Median[^1], 4)}"))}"));
        var canvas = new SvgCanvas(width, Height + 30, "regret", $"Median simple regret at the end of the budget. {summary}");
        canvas.Rectangle(0, 0, width, Height + 30, PlotInk.Ground);
        for (int p = 0; p < panels.Count; p++) Draw(canvas, panels[p], p * Panel);
        canvas.Text(width - 14, Height + 22, $"lines: medians of {seeds} repetitions; bands: quartiles", PlotInk.Quiet, "end");
        return canvas.Render();
    }

    private static void Draw(SvgCanvas canvas, RegretPanel panel, double offset)
    {
        double left = offset + 52, right = offset + Panel - 16, top = 46, bottom = Height - 40;
        int count = panel.Lines.Max(line => line.Median.Count);
        IEnumerable<double> all = panel.Lines.SelectMany(line => line.Lower.Concat(line.Upper)).Select(value => Math.Max(Floor, value));
        double low = Math.Floor(Math.Log10(all.Min()) + 1e-9), high = Math.Ceiling(Math.Log10(all.Max()) - 1e-9);
        if (high <= low) high = low + 1;
        canvas.Text(offset + 8, 16, panel.Title, PlotInk.Strong, "start", 12, 560);
        canvas.Text(offset + 8, 34, panel.Axis);
        for (double decade = low; decade <= high; decade++)
        {
            canvas.Line(left, Y(Math.Pow(10, decade)), right, Y(Math.Pow(10, decade)), PlotInk.Grid);
            canvas.Text(left - 7, Y(Math.Pow(10, decade)) + 4, Math.Pow(10, decade).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture), PlotInk.Quiet, "end");
        }

        canvas.Line(left, bottom, right, bottom, PlotInk.Axis);
        foreach (double tick in NiceTicks.Within(0, count, 5).Values) canvas.Text(X(tick), bottom + 16, NumberText.Fixed(tick, 0), PlotInk.Quiet, "middle");
        canvas.Text(right, bottom + 32, "syntheses", PlotInk.Quiet, "end");
        for (int l = 0; l < panel.Lines.Count; l++)
        {
            RegretLine line = panel.Lines[l];
            canvas.Path([.. Points(line.Upper), .. Points(line.Lower).Reverse()], PlotInk.None, Bands[l % Bands.Length]);
        }

        for (int l = 0; l < panel.Lines.Count; l++)
        {
            RegretLine line = panel.Lines[l];
            canvas.Path(Points(line.Median), Inks[l % Inks.Length], dash: Dashes[l % Dashes.Length], width: 2);
            canvas.Line(right - 128, top + 8 + 16 * l, right - 104, top + 8 + 16 * l, Inks[l % Inks.Length], 2, Dashes[l % Dashes.Length]);
            canvas.Text(right - 98, top + 12 + 16 * l, line.Name, PlotInk.Strong, halo: true);
        }

        double X(double number) => left + number / count * (right - left);

        double Y(double value) => bottom - (Math.Log10(Math.Max(Floor, value)) - low) / (high - low) * (bottom - top);

        IEnumerable<(double, double)> Points(IReadOnlyList<double> values) => values.Select((value, i) => (X(i + 1), Y(value)));
    }
}
