using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>A score against what the same procedure reaches by chance: one mark a permutation, a line for the real one.</summary>
public static class ChancePlot
{
    /// <summary>Draws it.</summary>
    /// <param name="byChance">Scores on permuted targets.</param>
    /// <param name="real">The real score.</param>
    /// <param name="axis">Such as <c>R² on held-out rows</c>.</param>
    /// <param name="size">Default 400 × 130.</param>
    public static string Render(IReadOnlyList<double> byChance, double real, string axis, PlotSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(byChance);
        PlotSize box = size ?? new PlotSize(400, 130);
        double[] known = [.. byChance.Where(double.IsFinite)];
        if (known.Length == 0 || !double.IsFinite(real)) return EmptyPlot.Render(box, "chance", axis, "no permutation was made");
        double low = Math.Min(known.Min(), real), high = Math.Max(known.Max(), real), margin = 0.06 * Math.Max(high - low, 0.1);
        var frame = new PlotFrame(box, (low - margin, high + margin), (0, 1), left: 12, top: 24);
        var canvas = new SvgCanvas(box.Width, box.Height, "chance", $"{axis}: {NumberText.Fixed(real, 2)} on the real targets, at most {NumberText.Fixed(known.Max(), 2)} on {known.Length} permutations of them");
        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, PlotInk.Axis);
        NiceTicks ticks = NiceTicks.Within(frame.XLow, frame.XHigh, 6);
        foreach (double tick in ticks.Values)
        {
            canvas.Line(frame.X(tick), frame.Bottom, frame.X(tick), frame.Bottom + 4, PlotInk.Axis);
            canvas.Text(frame.X(tick), frame.Bottom + 16, ticks.Label(tick), PlotInk.Quiet, "middle");
        }

        canvas.Text(frame.Right, frame.Bottom + 32, axis, PlotInk.Quiet, "end");
        // Spread over the height so that equal scores do not hide each other.
        for (int i = 0; i < known.Length; i++) canvas.Mark(PlotMark.Circle, frame.X(known[i]), frame.Bottom - 8 - (i * 7 % 5) / 5.0 * (frame.Bottom - frame.Top - 16), PlotInk.Second, 2.6);
        canvas.Line(frame.X(real), frame.Top - 4, frame.X(real), frame.Bottom, PlotInk.First, 2);
        bool leftwards = frame.X(real) > box.Width - 110;
        canvas.Text(frame.X(real) + (leftwards ? -6 : 6), frame.Top + 6, $"real {NumberText.Fixed(real, 2)}", PlotInk.Strong, leftwards ? "end" : "start", halo: true);
        return canvas.Render();
    }
}
