using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Potential against specific charge of one lithiation and one delithiation, both drawn from zero charge, the useful one as the full line; the bracket is the charge that did not come back.</summary>
public static class CycleCurvePlot
{
    /// <summary>Draws it.</summary>
    /// <param name="curve">Rows of <c>voltage.csv</c>; positive current lithiates.</param>
    /// <param name="size">Default wide.</param>
    /// <param name="convention">That of the material: it says which half cycle is the useful one. Default that of an anode.</param>
    public static string Render(IReadOnlyList<CyclePoint> curve, PlotSize? size = null, EfficiencyConvention convention = EfficiencyConvention.DelithiationOverLithiation)
    {
        PlotSize box = size ?? PlotSize.Wide;
        CyclePoint[] lithiation = [.. curve.Where(point => point.CurrentAM2 > 0 && IsKnown(point))];
        CyclePoint[] delithiation = [.. curve.Where(point => point.CurrentAM2 < 0 && IsKnown(point))];
        if (lithiation.Length < 2) return EmptyPlot.Render(box, "cycle", "Cell model curve", curve.Count == 0 ? "the cell model has not run" : "the curve has no specific charge");

        CyclePoint[] all = [.. lithiation, .. delithiation];
        double charge = all.Max(point => point.ChargeMAhG);
        (double low, double high) = NiceTicks.Around(all.Min(point => point.VoltageV), all.Max(point => point.VoltageV), 4);
        var frame = new PlotFrame(box, (0, Math.Max(charge * 1.04, 1e-9)), (low, high));
        double taken = lithiation.Max(point => point.ChargeMAhG);
        double? given = delithiation.Length > 1 ? delithiation.Max(point => point.ChargeMAhG) : null;
        var canvas = new SvgCanvas(box.Width, box.Height, "cycle",
            $"First cycle: lithiation {NumberText.WithUnit(taken, 1, "mAh/g")}, delithiation {NumberText.WithUnit(given, 1, "mAh/g")}, the full line is the {convention.UsefulHalf()}, between {NumberText.Fixed(all.Min(p => p.VoltageV), 2)} and {NumberText.Fixed(all.Max(p => p.VoltageV), 2)} V against Li/Li⁺");
        frame.Axes(canvas, "specific charge, mAh/g", "V against Li/Li⁺");
        bool isAnode = convention == EfficiencyConvention.DelithiationOverLithiation;
        canvas.Path(Thin(lithiation, frame), PlotInk.First, dash: isAnode ? "7 3" : null);
        canvas.Path(Thin(delithiation, frame), PlotInk.Second, dash: isAnode ? null : "7 3");

        double middle = frame.X(charge * 0.5);
        canvas.Text(middle, frame.Y(At(lithiation, charge * 0.5)) + 18, $"lithiation {NumberText.Fixed(taken, 1)} mAh/g →", PlotInk.First, "middle", 12, 540, halo: true);
        if (given is { } back)
        {
            canvas.Text(middle, frame.Y(At(delithiation, charge * 0.5)) - 10, $"delithiation {NumberText.Fixed(back, 1)} mAh/g →", PlotInk.Second, "middle", 12, 540, halo: true);
            double y = frame.Y(low + 0.2 * (high - low)), from = frame.X(Math.Min(back, taken)), to = frame.X(Math.Max(back, taken));
            canvas.Line(from, y, to, y, PlotInk.Strong, 1.2);
            canvas.Line(from, y - 5, from, y + 5, PlotInk.Strong, 1.2);
            canvas.Line(to, y - 5, to, y + 5, PlotInk.Strong, 1.2);
            canvas.Text(from - 8, y + 4, $"{NumberText.Fixed(Math.Abs(taken - back), 1)} mAh/g not returned", PlotInk.Strong, "end", weight: 540, halo: true);
        }

        return canvas.Render();
    }

    private static bool IsKnown(CyclePoint point) => double.IsFinite(point.VoltageV) && double.IsFinite(point.ChargeMAhG);

    private static double At(CyclePoint[] half, double charge) => half.MinBy(point => Math.Abs(point.ChargeMAhG - charge)).VoltageV;

    /// <summary>At most a point a drawing pixel.</summary>
    private static List<(double, double)> Thin(CyclePoint[] half, PlotFrame frame)
    {
        var path = new List<(double X, double Y)>();
        for (int i = 0; i < half.Length; i++)
        {
            (double X, double Y) point = (frame.X(half[i].ChargeMAhG), frame.Y(half[i].VoltageV));
            if (path.Count > 0 && i < half.Length - 1 && Math.Abs(point.X - path[^1].X) + Math.Abs(point.Y - path[^1].Y) < 0.8) continue;
            path.Add(point);
        }

        return path;
    }
}
