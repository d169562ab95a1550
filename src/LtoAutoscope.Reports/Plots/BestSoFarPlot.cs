using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>What each synthesis reached, in the order in which they were measured, and the best so far.</summary>
public static class BestSoFarPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="values">Mean and standard error (NaN where unknown) of each, in order.</param>
    /// <param name="axis">The objective with its unit.</param>
    /// <param name="decimals">Decimals of its figures.</param>
    /// <param name="size">Its size.</param>
    public static string Render(IReadOnlyList<(double Value, double Error)> values, string axis, int decimals, PlotSize size)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) return EmptyPlot.Render(size, "best", "Best so far", "no measured synthesis yet");
        double best = values.Max(point => point.Value);
        double low = values.Min(point => point.Value - Known(point.Error)), high = values.Max(point => point.Value + Known(point.Error));
        double margin = Math.Max(0.08 * (high - low), 1e-6 + 1e-3 * Math.Abs(best));
        var frame = new PlotFrame(size, (0.4, values.Count + 0.6), (low - margin, high + margin), left: 52);
        var canvas = new SvgCanvas(size.Width, size.Height, "best", $"{axis} of {NumberText.Count(values.Count)} syntheses in the order of measuring; the best so far is {NumberText.Fixed(best, decimals)}");
        frame.Axes(canvas, "syntheses, as their cells came in", axis, isCount: true);
        List<(double, double)> step = [];
        double reached = double.NegativeInfinity;
        for (int i = 0; i < values.Count; i++)
        {
            if (step.Count > 0) step.Add((frame.X(i + 1), frame.Y(reached)));
            reached = Math.Max(reached, values[i].Value);
            step.Add((frame.X(i + 1), frame.Y(reached)));
        }

        step.Add((frame.Right, frame.Y(reached)));
        canvas.Path(step, PlotInk.Second);
        for (int i = 0; i < values.Count; i++)
        {
            (double value, double error) = values[i];
            double x = frame.X(i + 1);
            if (Known(error) > 0) canvas.Line(x, frame.Y(value - error), x, frame.Y(value + error), PlotInk.First, 1.4);
            canvas.Mark(PlotMark.Circle, x, frame.Y(value), PlotInk.First, 3.2);
        }

        canvas.Text(frame.Right, frame.Y(best) - 7, $"best so far {NumberText.Fixed(best, decimals)}", PlotInk.Second, "end", 11, 540, halo: true);
        return canvas.Render();
    }

    private static double Known(double error) => double.IsFinite(error) ? error : 0;
}
