namespace LtoAutoscope.Domain.Schedules;

/// <summary>What the schedule says at a moment.</summary>
/// <param name="IsOpen">Whether samples may be imaged now.</param>
/// <param name="Reason">Why not, or what will end it, in a sentence; empty when there is no limit.</param>
/// <param name="Until">When this verdict changes: the closing while it is open, the next opening while it is closed; null when not within the horizon.</param>
/// <param name="VentAt">The next time at which the instrument must be free, or null.</param>
/// <param name="VentName">Name of that deadline; empty when there is none.</param>
public sealed record ScheduleVerdict(bool IsOpen, string Reason, DateTimeOffset? Until, DateTimeOffset? VentAt, string VentName);
