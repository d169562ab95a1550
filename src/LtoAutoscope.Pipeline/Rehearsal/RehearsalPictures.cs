using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Reports.Rehearsal;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>The drawings of a rehearsal.</summary>
public static class RehearsalPictures
{
    /// <summary>The holder with planned places, dose and way, as SVG.</summary>
    public static string Holder(RehearsalReport report, HolderMap holder)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(holder);
        return HolderPicture.Render(holder, [.. report.Jobs.Where(job => holder.Find(job.Stub) is not null).Select(job => new PlannedSample(
            job.Sample, holder.Find(job.Stub)!,
            [.. job.Places.Select(place => new PlannedTile(place.XMm, place.YMm, place.DosePerNm2, place.BeforePerNm2, place.ExposuresBefore > 0, place.IsLikely))], !job.CanWork))]);
    }

    /// <summary>The night as bars, as SVG.</summary>
    public static string Night(RehearsalReport report, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(report);
        return NightTimeline.Render([.. report.Jobs.Select(job => new NightTimelineRow(
            job.Sample, job.Forecast?.StartsBetween, job.Forecast?.EndsBetween,
            job.Forecast is { } forecast ? FormattableString.Invariant($"{OperationText.Of(forecast.Dominant)} {100 * forecast.DominantShare:0} %") : "cannot be planned", !job.CanWork))], report.At, report.Deadline, zone);
    }
}
