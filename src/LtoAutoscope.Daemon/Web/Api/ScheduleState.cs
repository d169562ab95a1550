using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Schedules;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The schedule and what it says.</summary>
/// <param name="Now">What it says now.</param>
/// <param name="Settings">The file.</param>
/// <param name="Recurring">What is done again and again, with its past and its next time.</param>
public sealed record ScheduleState(ScheduleView Now, ScheduleSettings Settings, IReadOnlyList<RecurringView> Recurring);
