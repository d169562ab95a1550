using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Reports.Plots;
using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Rehearsal;

/// <summary>The holder from above with the planned places, their dose and the way of the stage; beside it each sample's stub by itself.</summary>
public static class HolderPicture
{
    private const int OverviewPx = 420, InsetPx = 190, MarginPx = 16, HeadPx = 26, LegendPx = 46, InsetsARow = 3;
    private static readonly string[] Shades = ["#cfe0f5", "#8fb8e8", "#4b8bd4", "#1a5fb4", "#0b3a75"];

    /// <summary>Draws it.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="samples">The samples in their order.</param>
    public static string Render(HolderMap holder, IReadOnlyList<PlannedSample> samples)
    {
        ArgumentNullException.ThrowIfNull(holder);
        ArgumentNullException.ThrowIfNull(samples);
        int rows = Math.Max(1, (samples.Count + InsetsARow - 1) / InsetsARow);
        int width = OverviewPx + (samples.Count == 0 ? 0 : Math.Min(samples.Count, InsetsARow) * (InsetPx + MarginPx)) + 2 * MarginPx;
        int height = HeadPx + Math.Max(OverviewPx, rows * (InsetPx + HeadPx)) + LegendPx;
        double highest = samples.SelectMany(sample => sample.Tiles).Select(tile => tile.DosePerNm2 + tile.BeforePerNm2 ?? 0).DefaultIfEmpty(0).Max();
        var canvas = new SvgCanvas(width, height, "holder", $"Holder {holder.Name}: {samples.Count} samples, {samples.Sum(sample => sample.Tiles.Count)} planned tiles");
        canvas.Rectangle(0, 0, width, height, PlotInk.Ground);
        canvas.Text(MarginPx, 18, $"Holder {holder.Name}, planned places and way", PlotInk.Strong, size: 13, weight: 560);
        Overview(canvas, holder, samples, highest);
        for (int i = 0; i < samples.Count; i++)
            Inset(canvas, samples[i], OverviewPx + 2 * MarginPx + i % InsetsARow * (InsetPx + MarginPx), HeadPx + i / InsetsARow * (InsetPx + HeadPx), highest);
        Legend(canvas, height - LegendPx + 18, highest);
        return canvas.Render();
    }

    private static void Overview(SvgCanvas canvas, HolderMap holder, IReadOnlyList<PlannedSample> samples, double highest)
    {
        double left = Math.Min(holder.Stubs.Min(stub => stub.XMm - stub.RadiusMm), holder.KeepOuts.Select(k => k.FromXMm).DefaultIfEmpty(double.PositiveInfinity).Min());
        double right = Math.Max(holder.Stubs.Max(stub => stub.XMm + stub.RadiusMm), holder.KeepOuts.Select(k => k.ToXMm).DefaultIfEmpty(double.NegativeInfinity).Max());
        double low = Math.Min(holder.Stubs.Min(stub => stub.YMm - stub.RadiusMm), holder.KeepOuts.Select(k => k.FromYMm).DefaultIfEmpty(double.PositiveInfinity).Min());
        double high = Math.Max(holder.Stubs.Max(stub => stub.YMm + stub.RadiusMm), holder.KeepOuts.Select(k => k.ToYMm).DefaultIfEmpty(double.NegativeInfinity).Max());
        double scale = (OverviewPx - 2 * MarginPx) / Math.Max(right - left, high - low);
        double X(double mm) => MarginPx + OverviewPx / 2.0 + (mm - (left + right) / 2) * scale;
        double Y(double mm) => HeadPx + OverviewPx / 2.0 - (mm - (low + high) / 2) * scale;

        foreach (KeepOut keepOut in holder.KeepOuts)
        {
            canvas.Rectangle(X(keepOut.FromXMm), Y(keepOut.ToYMm), (keepOut.ToXMm - keepOut.FromXMm) * scale, (keepOut.ToYMm - keepOut.FromYMm) * scale, "#f3d9d4", "#a33325");
            canvas.Text(X(keepOut.FromXMm), Y(keepOut.ToYMm) - 3, keepOut.Name, "#a33325", size: 10);
        }

        foreach (Stub stub in holder.Stubs)
        {
            Circle(canvas, X(stub.XMm), Y(stub.YMm), stub.RadiusMm * scale, stub.Grating is null ? PlotInk.Axis : PlotInk.Third, samples.Any(sample => sample.Stub.Name == stub.Name) ? "#ffffff" : "#f4f6f8");
            canvas.Text(X(stub.XMm), Y(stub.YMm) - stub.RadiusMm * scale - 4, stub.Grating is null ? stub.Name : $"{stub.Name} (grating)", anchor: "middle", size: 10);
        }

        canvas.Path(samples.SelectMany(sample => sample.Tiles).Select(tile => (X(tile.XMm), Y(tile.YMm))), PlotInk.Second, width: 0.7);
        foreach (PlannedTile tile in samples.SelectMany(sample => sample.Tiles)) canvas.Mark(PlotMark.Circle, X(tile.XMm), Y(tile.YMm), Shade(tile, highest), 1.8);
    }

    private static void Inset(SvgCanvas canvas, PlannedSample sample, double left, double top, double highest)
    {
        double middleX = left + InsetPx / 2.0, middleY = top + HeadPx + (InsetPx - HeadPx) / 2.0, radius = (InsetPx - HeadPx) / 2.0 - 4, scale = radius / sample.Stub.RadiusMm;
        canvas.Text(left, top + 14, NumberOf(sample), sample.IsRefused ? "#a33325" : PlotInk.Strong, size: 11, weight: 540);
        Circle(canvas, middleX, middleY, radius, PlotInk.Axis, "#ffffff");
        double X(PlannedTile tile) => middleX + (tile.XMm - sample.Stub.XMm) * scale;
        double Y(PlannedTile tile) => middleY - (tile.YMm - sample.Stub.YMm) * scale;
        canvas.Path(sample.Tiles.Select(tile => (X(tile), Y(tile))), PlotInk.Second, width: 0.6);
        foreach (PlannedTile tile in sample.Tiles)
        {
            if (tile.WasExposed) Circle(canvas, X(tile), Y(tile), 5, "#a33325", PlotInk.None);
            canvas.Mark(tile.IsLikely ? PlotMark.Circle : PlotMark.Diamond, X(tile), Y(tile), Shade(tile, highest), tile.IsLikely ? 2.6 : 1.6);
        }
    }

    private static void Legend(SvgCanvas canvas, double y, double highest)
    {
        double x = MarginPx;
        canvas.Text(x, y, highest > 0 ? $"dose of a place with what it has got, 0 to {NumberText.Fixed(highest, highest < 10 ? 2 : 0)} electrons/nm²" : "the probe current is not known: no dose", size: 10);
        for (int i = 0; i < Shades.Length && highest > 0; i++) canvas.Rectangle(x + i * 26, y + 8, 26, 8, Shades[i]);
        canvas.Mark(PlotMark.Diamond, x + 160, y + 12, Shades[2], 3);
        canvas.Text(x + 170, y + 16, "taken in fewer than half of the likely courses", size: 10);
        Circle(canvas, x + 400, y + 12, 5, "#a33325", PlotInk.None);
        canvas.Text(x + 410, y + 16, "exposed before", size: 10);
    }

    private static string NumberOf(PlannedSample sample)
        => $"{sample.Stub.Name}: {sample.Name}, {sample.Tiles.Count(tile => tile.IsLikely)} of {sample.Tiles.Count} tiles{(sample.IsRefused ? ", refused" : "")}";

    private static string Shade(PlannedTile tile, double highest)
        => highest <= 0 || tile.DosePerNm2 is not { } dose ? Shades[2] : Shades[Math.Clamp((int)((dose + tile.BeforePerNm2) / highest * Shades.Length), 0, Shades.Length - 1)];

    private static void Circle(SvgCanvas canvas, double x, double y, double radius, string stroke, string fill)
        => canvas.Raw(FormattableString.Invariant($"<circle cx=\"{SvgCanvas.Number(x)}\" cy=\"{SvgCanvas.Number(y)}\" r=\"{SvgCanvas.Number(radius)}\" fill=\"{fill}\" stroke=\"{stroke}\"/>"));
}
