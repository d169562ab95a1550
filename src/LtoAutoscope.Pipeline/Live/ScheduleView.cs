namespace LtoAutoscope.Pipeline.Live;

/// <summary>What the schedule says now.</summary>
/// <param name="IsOpen">Whether samples may be imaged.</param>
/// <param name="Text">Why not, or until when, in a sentence; empty when there is no limit.</param>
/// <param name="ChangesAt">When that changes, or null.</param>
/// <param name="VentAt">The next time at which the instrument must be free, or null.</param>
/// <param name="VentName">Name of that deadline; empty when there is none.</param>
public sealed record ScheduleView(bool IsOpen, string Text, DateTimeOffset? ChangesAt, DateTimeOffset? VentAt, string VentName);
