using System.Globalization;
using LtoAutoscope.Reports.Plots;

namespace LtoAutoscope.Reports.Rehearsal;

/// <summary>The night as bars: solid where a job is almost surely under way, pale where it may be.</summary>
public static class NightTimeline
{
    private const int WidthPx = 900, RowPx = 30, LeftPx = 170, RightPx = 24, TopPx = 44, BottomPx = 40;
    private static readonly double[] StepsMinutes = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];

    /// <summary>Draws it.</summary>
    /// <param name="rows">The jobs in their order.</param>
    /// <param name="now">When the forecast was made, UTC.</param>
    /// <param name="deadline">When the instrument must be free, or null.</param>
    /// <param name="zone">Whose clock is shown.</param>
    public static string Render(IReadOnlyList<NightTimelineRow> rows, DateTimeOffset now, DateTimeOffset? deadline, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(zone);
        int height = TopPx + Math.Max(1, rows.Count) * RowPx + BottomPx;
        DateTimeOffset last = rows.Select(row => row.Ends?.Late).OfType<DateTimeOffset>().Append(deadline ?? now).Append(now.AddMinutes(1)).Max();
        double span = (last - now).TotalSeconds * 1.04;
        double X(DateTimeOffset at) => LeftPx + Math.Clamp((at - now).TotalSeconds / span, 0, 1) * (WidthPx - LeftPx - RightPx);
        var canvas = new SvgCanvas(WidthPx, height, "night", $"The night: {rows.Count} jobs from {Clock(now, zone)}");
        canvas.Rectangle(0, 0, WidthPx, height, PlotInk.Ground);
        canvas.Text(16, 18, $"The night from {TimeZoneInfo.ConvertTime(now, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}: solid almost surely, pale perhaps (P10–P90)", PlotInk.Strong, size: 13, weight: 560);
        Axis(canvas, now, span, zone, height, X);
        for (int i = 0; i < rows.Count; i++) Row(canvas, rows[i], TopPx + i * RowPx, X);
        if (deadline is { } free)
        {
            canvas.Line(X(free), TopPx - 12, X(free), height - BottomPx, PlotInk.Goal, 1.6, "5 3");
            canvas.Text(X(free) - 4, TopPx - 14, $"free at {Clock(free, zone)}", PlotInk.Goal, "end", weight: 540);
        }

        return canvas.Render();
    }

    private static void Row(SvgCanvas canvas, NightTimelineRow row, double y, Func<DateTimeOffset, double> x)
    {
        canvas.Text(LeftPx - 10, y + 19, row.Name.Length > 24 ? row.Name[..23] + "…" : row.Name, row.IsRefused ? "#a33325" : PlotInk.Strong, "end", 12);
        if (row.Starts is not var (early, surely) || row.Ends is not var (earlyEnd, late))
        {
            canvas.Text(LeftPx + 6, y + 19, row.Note.Length > 0 ? row.Note : "does not begin", "#a33325");
            return;
        }

        canvas.Rectangle(x(early), y + 6, Math.Max(1.5, x(late) - x(early)), 16, PlotInk.Band, radius: 3);
        if (earlyEnd > surely) canvas.Rectangle(x(surely), y + 6, Math.Max(1.5, x(earlyEnd) - x(surely)), 16, row.IsRefused ? "#a33325" : PlotInk.First, radius: 3);
        bool isRight = x(late) < WidthPx - 260;
        canvas.Text(isRight ? x(late) + 6 : x(early) - 6, y + 18, row.Note, anchor: isRight ? "start" : "end", size: 10, halo: true);
    }

    private static void Axis(SvgCanvas canvas, DateTimeOffset now, double span, TimeZoneInfo zone, int height, Func<DateTimeOffset, double> x)
    {
        double step = StepsMinutes.FirstOrDefault(minutes => span / 60 / minutes <= 9, 1440);
        canvas.Line(LeftPx, height - BottomPx, WidthPx - RightPx, height - BottomPx, PlotInk.Axis);
        long ticks = (long)(step * TimeSpan.TicksPerMinute);
        DateTimeOffset local = TimeZoneInfo.ConvertTime(now, zone);
        for (var at = new DateTimeOffset((local.Ticks + ticks - 1) / ticks * ticks, local.Offset); (at - now).TotalSeconds < span; at = at.AddTicks(ticks))
        {
            canvas.Line(x(at), TopPx - 8, x(at), height - BottomPx + 4, PlotInk.Grid);
            canvas.Text(x(at), height - BottomPx + 18, at.ToString(step < 1 ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture), anchor: "middle");
        }
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
