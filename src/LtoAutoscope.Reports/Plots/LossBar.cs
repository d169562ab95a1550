using System.Globalization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>Where the charge that did not come back went: one bar, one row a part.</summary>
public static class LossBar
{
    private const double RowHeight = 26, BarHeight = 26;

    /// <summary>Draws it.</summary>
    /// <param name="losses">The parts, mAh per gram of active material.</param>
    /// <param name="spentMAhG">Charge of the first half cycle, of which the shares are counted.</param>
    /// <param name="size">Default medium; the height follows from the rows.</param>
    /// <param name="convention">Which charge is divided by which: it names what is lost.</param>
    public static string Render(LossBreakdown losses, double spentMAhG, PlotSize? size = null, EfficiencyConvention convention = default)
    {
        ArgumentNullException.ThrowIfNull(losses);
        string lithium = convention == EfficiencyConvention.DelithiationOverLithiation ? "Lithium left in particles" : "Lithium not put back";
        (string, double)[] side = convention == EfficiencyConvention.LithiationOverDelithiation && losses.SideReactionMAhG == 0 ? [] : [("Side reaction (film)", losses.SideReactionMAhG)];
        return Render([.. side, (lithium, losses.TrappedLithiumMAhG)], spentMAhG, size);
    }

    /// <summary>Draws any parts.</summary>
    /// <param name="parts">Name and charge, mAh/g, at most four.</param>
    /// <param name="lithiationMAhG">Charge that passed on lithiation.</param>
    /// <param name="size">Default medium; the height follows from the rows.</param>
    public static string Render(IReadOnlyList<(string Name, double MAhG)> parts, double lithiationMAhG, PlotSize? size = null)
    {
        PlotSize box = size ?? PlotSize.Medium;
        (string Name, double MAhG)[] known = [.. parts.Where(part => double.IsFinite(part.MAhG)).Take(4)];
        double total = known.Sum(part => Math.Max(0, part.MAhG));
        if (known.Length == 0 || total <= 0) return EmptyPlot.Render(box, "loss", "Where the charge is lost", "the cell model has not run, or lost nothing");

        string[] inks = [PlotInk.First, PlotInk.Second, PlotInk.Third, PlotInk.Fourth];
        int height = (int)(BarHeight + 14 + RowHeight * (known.Length + 1) + 8);
        var canvas = new SvgCanvas(box.Width, height, "loss",
            $"Charge not returned, {NumberText.WithUnit(total, 2, "mAh/g")}: {string.Join(", ", known.Select(part => $"{part.Name} {NumberText.WithUnit(part.MAhG, 2, "mAh/g")}"))}");
        // Patterns repeat across drawings on a page, so their ids are the same on purpose: equal content, any of them serves.
        canvas.Raw(string.Create(CultureInfo.InvariantCulture,
            $"<defs><pattern id=\"plot-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"6\" fill=\"{PlotInk.Ground}\" fill-opacity=\".45\"/></pattern></defs>"));
        double x = 0;
        for (int i = 0; i < known.Length; i++)
        {
            double width = Math.Max(0, known[i].MAhG) / total * box.Width;
            canvas.Rectangle(x, 0, Math.Max(0, width - 1.5), BarHeight, inks[i], radius: 2);
            if (i % 2 == 1) canvas.Rectangle(x, 0, Math.Max(0, width - 1.5), BarHeight, "url(#plot-hatch)", radius: 2);
            x += width;

            double y = BarHeight + 14 + RowHeight * i;
            canvas.Rectangle(0, y + 4, 12, 12, inks[i], radius: 2);
            if (i % 2 == 1) canvas.Rectangle(0, y + 4, 12, 12, "url(#plot-hatch)", radius: 2);
            Row(canvas, box.Width, y, known[i].Name, known[i].MAhG, lithiationMAhG, 20, 420);
            canvas.Line(0, y + RowHeight - 3, box.Width, y + RowHeight - 3, PlotInk.Grid);
        }

        Row(canvas, box.Width, BarHeight + 14 + RowHeight * known.Length, "Not returned", total, lithiationMAhG, 20, 540);
        return canvas.Render();
    }

    private static void Row(SvgCanvas canvas, int width, double y, string name, double charge, double lithiation, double indent, int weight)
    {
        canvas.Text(indent, y + 14, name, PlotInk.Strong, size: 12, weight: weight);
        canvas.Text(width - 74, y + 14, NumberText.WithUnit(charge, 2, "mAh/g"), PlotInk.Strong, "end", 12, weight);
        canvas.Text(width - 2, y + 14, NumberText.Percent(lithiation > 0 ? charge / lithiation : null, 2), PlotInk.Quiet, "end", 12, weight);
    }
}
