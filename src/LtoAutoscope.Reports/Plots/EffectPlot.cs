namespace LtoAutoscope.Reports.Plots;

/// <summary>A quantity along another one with a band: partial dependence, a learning curve.</summary>
public static class EffectPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="points">Place, value, lower and upper end of the band, in order of place; NaN ends leave the band out.</param>
    /// <param name="horizontal">Title of the horizontal axis with unit.</param>
    /// <param name="vertical">Title of the vertical axis with unit.</param>
    /// <param name="summary">What a reader of the page hears.</param>
    /// <param name="marked">Whether each point gets a mark.</param>
    /// <param name="size">Default medium.</param>
    public static string Render(
        IReadOnlyList<(double Place, double Value, double Low, double High)> points, string horizontal, string vertical, string summary, bool marked = false, PlotSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        PlotSize box = size ?? PlotSize.Medium;
        if (points.Count < 2) return EmptyPlot.Render(box, "effect", summary, "fewer than two points");
        (double Place, double Value, double Low, double High)[] banded = [.. points.Where(static p => double.IsFinite(p.Low) && double.IsFinite(p.High))];
        double low = Math.Min(points.Min(static p => p.Value), banded.Length > 0 ? banded.Min(static p => p.Low) : double.PositiveInfinity);
        double high = Math.Max(points.Max(static p => p.Value), banded.Length > 0 ? banded.Max(static p => p.High) : double.NegativeInfinity);
        double margin = Math.Max(0.08 * (high - low), 1e-9 * Math.Max(1, Math.Abs(high)));
        double from = points[0].Place, to = points[^1].Place, side = 0.02 * (to - from);
        var frame = new PlotFrame(box, (from - side, to + side), (low - margin, high + margin), left: 54);
        var canvas = new SvgCanvas(box.Width, box.Height, "effect", summary);
        frame.Axes(canvas, horizontal, vertical);
        canvas.Path([.. banded.Select(p => (frame.X(p.Place), frame.Y(p.High))), .. banded.Reverse().Select(p => (frame.X(p.Place), frame.Y(p.Low)))], PlotInk.None, PlotInk.Band);
        canvas.Path(points.Select(p => (frame.X(p.Place), frame.Y(p.Value))), PlotInk.First);
        if (marked) foreach (var p in points) canvas.Mark(PlotMark.Circle, frame.X(p.Place), frame.Y(p.Value), PlotInk.First, 3);
        return canvas.Render();
    }
}
