using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>The median and its 95 % interval against the number of particles counted, with the goal.</summary>
public static class ConvergencePlot
{
    /// <summary>Draws it.</summary>
    /// <param name="points">In order of particles.</param>
    /// <param name="goal">The recipe's particle goal, or null.</param>
    /// <param name="quantity">Such as <c>D50</c>.</param>
    /// <param name="unit">Such as <c>nm</c>.</param>
    /// <param name="size">Default medium.</param>
    public static string Render(IReadOnlyList<ConvergencePoint> points, int? goal, string quantity = "D50", string unit = "nm", PlotSize? size = null)
    {
        PlotSize box = size ?? PlotSize.Medium;
        if (points.Count < 2) return EmptyPlot.Render(box, "convergence", $"Convergence of {quantity}", "fewer than two frames with particles");

        ConvergencePoint last = points[^1];
        // The first intervals are wide; what matters is where it settles.
        ConvergencePoint[] banded = [.. points.Where(point => double.IsFinite(point.Low) && double.IsFinite(point.High))];
        double low = points.Min(point => point.Median), high = points.Max(point => point.Median);
        if (banded.Length > 0) (low, high) = (Math.Min(low, banded.Min(point => point.Low)), Math.Max(high, banded.Max(point => point.High)));
        double margin = Math.Max(0.06 * (high - low), 0.01 * Math.Abs(last.Median));
        var frame = new PlotFrame(box, (0, Math.Max(last.Particles, goal ?? 0) * 1.04), (low - margin, high + margin), right: 20);
        string interval = double.IsFinite(last.Low) ? $", 95 % {NumberText.Range(last.Low, last.High, 1, unit)}" : "";
        var canvas = new SvgCanvas(box.Width, box.Height, "convergence",
            $"Convergence of {quantity}: {NumberText.WithUnit(last.Median, 1, unit)}{interval} after {NumberText.Count(last.Particles)} particles");
        frame.Axes(canvas, "particles counted", unit.Length > 0 ? $"{quantity}, {unit}" : quantity);
        canvas.Path([.. banded.Select(point => (frame.X(point.Particles), frame.Y(point.High))), .. banded.Reverse().Select(point => (frame.X(point.Particles), frame.Y(point.Low)))], PlotInk.None, PlotInk.Band);
        if (goal is { } wanted)
        {
            canvas.Line(frame.X(wanted), frame.Top, frame.X(wanted), frame.Bottom, PlotInk.Goal, 1.2, "5 4");
            bool leftwards = frame.X(wanted) > frame.Right - 90;
            canvas.Text(frame.X(wanted) + (leftwards ? -5 : 5), frame.Bottom - 8, $"goal {NumberText.Count(wanted)}", PlotInk.Goal, leftwards ? "end" : "start", halo: true);
        }

        canvas.Path(points.Select(point => (frame.X(point.Particles), frame.Y(point.Median))), PlotInk.First);
        canvas.Mark(PlotMark.Circle, frame.X(last.Particles), frame.Y(last.Median), PlotInk.First, 3.5);
        canvas.Text(frame.X(last.Particles), frame.Y(last.Median) - 10, NumberText.WithUnit(last.Median, 1, unit), PlotInk.Strong, "end", 12, 540, halo: true);
        if (banded.Length > 0) canvas.Text(frame.Right, 12, "band: 95 %, frames as clusters", PlotInk.Quiet, "end");
        return canvas.Render();
    }
}
