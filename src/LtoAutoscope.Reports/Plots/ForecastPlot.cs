using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Measured against predicted values with one standard deviation each way, and the line of equality.</summary>
public static class ForecastPlot
{
    private const int MostLabels = 5;

    /// <summary>Draws it.</summary>
    /// <param name="points">The predictions whose measurements are in.</param>
    /// <param name="axis">The objective with its unit.</param>
    /// <param name="size">Its size.</param>
    public static string Render(IReadOnlyList<ForecastPoint> points, string axis, PlotSize size)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0) return EmptyPlot.Render(size, "forecast", "Predicted and measured", "no proposal has been measured yet");
        double low = points.Min(p => Math.Min(p.Predicted - p.Deviation, p.Measured - Known(p.Error))), high = points.Max(p => Math.Max(p.Predicted + p.Deviation, p.Measured + Known(p.Error)));
        double margin = Math.Max(0.08 * (high - low), 1e-6 + 1e-3 * Math.Abs(high));
        (low, high) = (low - margin, high + margin);
        int within = points.Count(p => Math.Abs(p.Measured - p.Predicted) <= 2 * Math.Sqrt(p.Deviation * p.Deviation + Known(p.Error) * Known(p.Error)));
        var frame = new PlotFrame(size, (low, high), (low, high), left: 52);
        var canvas = new SvgCanvas(size.Width, size.Height, "forecast", $"Measured against predicted {axis} of {NumberText.Count(points.Count)} proposals; {NumberText.Count(within)} agree within two standard deviations");
        frame.Axes(canvas, "predicted", $"measured {axis}");
        canvas.Line(frame.X(low), frame.Y(low), frame.X(high), frame.Y(high), PlotInk.Axis, 1, "4 3");
        foreach (ForecastPoint point in points)
        {
            double x = frame.X(point.Predicted), y = frame.Y(point.Measured);
            canvas.Line(frame.X(point.Predicted - point.Deviation), y, frame.X(point.Predicted + point.Deviation), y, PlotInk.First, 1.4);
            if (Known(point.Error) > 0) canvas.Line(x, frame.Y(point.Measured - point.Error), x, frame.Y(point.Measured + point.Error), PlotInk.First, 1.4);
            canvas.Mark(PlotMark.Circle, x, y, PlotInk.First, 3.2);
            if (points.Count <= MostLabels) canvas.Text(x + 6, y - 6, point.Label, PlotInk.Quiet, halo: true);
        }

        return canvas.Render();
    }

    private static double Known(double error) => double.IsFinite(error) ? error : 0;
}
