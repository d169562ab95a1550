using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>The open-circuit potential of a material against its lithiation, with the cut-offs of its half cell as dashed lines.</summary>
public static class PotentialPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="name">What the material is called.</param>
    /// <param name="curve">Lithiation (0…1) and potential, V, in rising order of lithiation.</param>
    /// <param name="lowerV">Lower cut-off, V.</param>
    /// <param name="upperV">Upper cut-off, V.</param>
    /// <param name="size">Default wide.</param>
    public static string Render(string name, IReadOnlyList<(double Lithiation, double VoltageV)> curve, double lowerV, double upperV, PlotSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(curve);
        PlotSize box = size ?? PlotSize.Wide;
        if (curve.Count < 2) return EmptyPlot.Render(box, "potential", "Open-circuit potential", "the material has none");
        (double low, double high) = NiceTicks.Around(lowerV, upperV, 4);
        var frame = new PlotFrame(box, (0, 1), (low, high));
        var canvas = new SvgCanvas(box.Width, box.Height, "potential",
            $"Open-circuit potential of {name}: {NumberText.Fixed(Math.Min(curve[0].VoltageV, upperV), 2)} V empty, {NumberText.Fixed(curve[curve.Count / 2].VoltageV, 3)} V half full, {NumberText.Fixed(Math.Max(curve[^1].VoltageV, lowerV), 2)} V full, cut-offs {NumberText.Fixed(lowerV, 2)} and {NumberText.Fixed(upperV, 2)} V");
        frame.Axes(canvas, "lithiation x", "V against Li/Li⁺");
        foreach (double cutoff in (double[])[lowerV, upperV]) canvas.Path([(frame.Left, frame.Y(cutoff)), (frame.Right, frame.Y(cutoff))], PlotInk.Axis, dash: "3 4");
        canvas.Path([.. curve.Where(p => p.VoltageV >= low && p.VoltageV <= high).Select(p => (frame.X(p.Lithiation), frame.Y(p.VoltageV)))], PlotInk.First);
        return canvas.Render();
    }
}
