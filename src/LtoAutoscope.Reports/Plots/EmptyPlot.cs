namespace LtoAutoscope.Reports.Plots;

/// <summary>What stands where there is nothing to draw: an en dash and the reason.</summary>
internal static class EmptyPlot
{
    internal static string Render(PlotSize size, string kind, string what, string reason)
    {
        int height = Math.Min(size.Height, 96);
        var canvas = new SvgCanvas(size.Width, height, kind, $"{what}: no data. {reason}");
        canvas.Rectangle(0.5, 0.5, size.Width - 1, height - 1, PlotInk.None, PlotInk.Grid, 8);
        canvas.Text(size.Width / 2.0, height / 2.0 - 4, "–", PlotInk.Quiet, "middle", 15, 540);
        canvas.Text(size.Width / 2.0, height / 2.0 + 16, reason, PlotInk.Quiet, "middle", 12);
        return canvas.Render();
    }
}
