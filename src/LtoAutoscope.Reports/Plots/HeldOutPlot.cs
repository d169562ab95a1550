using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Predictions of held-out rows against what was measured, with the line of equality and the band of the prediction interval. Rows that the other rows do not support are open squares.</summary>
public static class HeldOutPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="rows">Measured, predicted, and whether the data support it; in units of the axis.</param>
    /// <param name="halfWidth">Half-width of the interval; NaN for none.</param>
    /// <param name="quantity">Such as <c>first-cycle efficiency, %</c>.</param>
    /// <param name="size">Default medium.</param>
    public static string Render(IReadOnlyList<(double Measured, double Predicted, bool Supported)> rows, double halfWidth, string quantity, PlotSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        PlotSize box = size ?? PlotSize.Medium;
        if (rows.Count < 2) return EmptyPlot.Render(box, "heldout", quantity, "fewer than two held-out rows");
        double low = rows.Min(static row => Math.Min(row.Measured, row.Predicted)), high = rows.Max(static row => Math.Max(row.Measured, row.Predicted));
        double margin = Math.Max(0.06 * (high - low), 1e-9);
        (low, high) = (low - margin, high + margin);
        var frame = new PlotFrame(box, (low, high), (low, high), left: 52);
        var canvas = new SvgCanvas(box.Width, box.Height, "heldout",
            $"{quantity}: predicted against measured for {NumberText.Count(rows.Count)} rows that the fits had not seen{(double.IsFinite(halfWidth) ? $", 95 % interval ± {NumberText.Fixed(halfWidth, 2)}" : "")}");
        frame.Axes(canvas, "measured", $"predicted, held out");
        if (double.IsFinite(halfWidth))
        {
            // Cut at the frame by hand: a clip path would need an id of its own.
            (double, double)[] upper = [.. Line(halfWidth)], lower = [.. Line(-halfWidth)];
            canvas.Path([.. upper, .. lower.Reverse()], PlotInk.None, PlotInk.Band);
        }

        canvas.Line(frame.X(low), frame.Y(low), frame.X(high), frame.Y(high), PlotInk.Axis);
        foreach ((double measured, double predicted, bool supported) in rows)
        {
            if (supported) canvas.Mark(PlotMark.Circle, frame.X(measured), frame.Y(predicted), PlotInk.First, 3.2);
            else canvas.Rectangle(frame.X(measured) - 3.2, frame.Y(predicted) - 3.2, 6.4, 6.4, PlotInk.Ground, PlotInk.Second);
        }

        return canvas.Render();

        IEnumerable<(double X, double Y)> Line(double shift)
        {
            const int Steps = 40;
            for (int i = 0; i <= Steps; i++)
            {
                double x = low + (high - low) * i / Steps;
                yield return (frame.X(x), frame.Y(Math.Clamp(x + shift, low, high)));
            }
        }
    }
}
