using System.Globalization;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>The queue on one time axis: what is done, what runs, what is planned with the range of its end, and the time by which the instrument must be free.</summary>
public sealed partial class ScheduleLane
{
    private const double RowHeight = 24;
    private const int MostRows = 14;
    private static readonly TimeSpan Before = TimeSpan.FromHours(8), Margin = TimeSpan.FromMinutes(10);

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>The laboratory.</summary>
    [Parameter, EditorRequired]
    public LabSnapshot Lab { get; set; } = default!;

    private DateTimeOffset Now => Time.GetUtcNow();

    private double Height => 36 + Bars.Count * RowHeight + 8;

    private List<Bar> Bars { get; set; } = [];

    private DateTimeOffset From { get; set; }

    private DateTimeOffset To { get; set; }

    /// <summary>The deadline where it lies on the axis; one far behind the last end is only named in the headline.</summary>
    private DateTimeOffset? Deadline => Lab.Schedule.VentAt is { } vent && vent <= To ? vent : null;

    private string Headline => Lab.Schedule is { VentAt: { } vent } schedule ? $"{(schedule.VentName.Length > 0 ? schedule.VentName : "The instrument")} must be free by {Time.Minutes(vent)}" : "no deadline is set";

    private string Summary => $"{Headline}. {string.Join("; ", Bars.Select(bar => bar.Words))}";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        DateTimeOffset now = Now;
        List<Bar> bars = [];
        foreach (JobView job in Lab.Queue)
        {
            if (BarOf(job, now) is { } bar && bar.Late > now - Before) bars.Add(bar);
        }

        // What is done is old news: when there is not room for all, the oldest go.
        Bars = bars.Count <= MostRows ? bars : [.. bars.Where(bar => bar.Style != "done").Take(MostRows)];
        From = (Bars.Count > 0 ? Min(Bars.Min(bar => bar.From), now) : now) - Margin;
        DateTimeOffset end = Bars.Count > 0 ? Max(Bars.Max(bar => bar.Late), now) : now;
        if (Lab.Schedule.VentAt is { } vent && vent - now < TimeSpan.FromHours(24) && vent < end + (end - From)) end = Max(end, vent + TimeSpan.FromMinutes(30));
        To = end + Margin;
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private Bar? BarOf(JobView job, DateTimeOffset now)
    {
        string state = Look.Of(job).Word.ToLowerInvariant();
        Bar Make(DateTimeOffset from, DateTimeOffset to, DateTimeOffset late, string style) => new(
            job.Sample.Name, from, Max(from, to), Max(from, late), style, state, job.ChanceByDeadline,
            $"{job.Sample.Name}, {state}, {(style == "done" ? $"{Time.Minutes(from)} to {Time.Minutes(to)}" : $"ends {Time.Range((to, late))}")}");
        return job switch
        {
            { State: RunState.Running, StartedAt: { } from } => Make(from, job.EndsBetween?.Early ?? now, job.EndsBetween?.Late ?? now, "run"),
            { State: RunState.Completed or RunState.Failed or RunState.Cancelled, StartedAt: { } from, EndedAt: { } to } => Make(from, to, to, "done"),
            { State: RunState.Queued, EndsBetween: { } ends, StartsBetween: { } starts } => Make(starts.Early, ends.Early, ends.Late, job.Hold is null ? "next" : "prop"),
            _ => null,
        };
    }

    private double X(DateTimeOffset at, double width) => 8 + (width - 16) * Math.Clamp((at - From) / (To - From), 0, 1);

    private (double X, string Anchor) Label(Bar bar, double width)
    {
        double end = X(bar.Late, width) + 6;
        return end < width - 130 ? (end, "start") : (X(bar.From, width) - 6, "end");
    }

    private IEnumerable<(double X, string Label)> Ticks(double width)
    {
        TimeSpan span = To - From;
        int most = width > 700 ? 13 : 5;
        TimeSpan step = new[] { 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440 }.Select(minutes => TimeSpan.FromMinutes(minutes)).FirstOrDefault(step => span / step <= most, TimeSpan.FromDays(2));
        TimeZoneInfo zone = Time.LocalTimeZone;
        DateTime local = TimeZoneInfo.ConvertTime(From, zone).DateTime;
        DateTime first = local.Date + Math.Ceiling((local - local.Date) / step) * step;
        for (DateTime at = first; ; at += step)
        {
            if (zone.IsInvalidTime(at)) continue;
            var moment = new DateTimeOffset(at, zone.GetUtcOffset(at));
            if (moment >= To) yield break;
            double x = X(moment, width);
            // The filled label of the present covers what lies under it.
            yield return (x, Math.Abs(x - X(Now, width)) < 46 || x < 20 || x > width - 20 ? "" : at.ToString("HH:mm", CultureInfo.InvariantCulture));
        }
    }

    private sealed record Bar(string Name, DateTimeOffset From, DateTimeOffset To, DateTimeOffset Late, string Style, string State, double? Chance, string Words);
}
