using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>Something that the watch saw or did.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>waiting</c>, <c>heard</c>, <c>alarm</c>, <c>stop</c>, <c>not_stopped</c> or <c>ended</c>.</param>
/// <param name="Message">In words.</param>
/// <param name="SilentS">How long nothing had been heard, s; null where that says nothing.</param>
/// <param name="LastBeat">The last beat that was heard, or null.</param>
/// <param name="Stop">What the instrument answered to the watch's own stop, or null.</param>
internal sealed record WatchEvent(DateTimeOffset At, string Kind, string Message, double? SilentS, Heartbeat? LastBeat, StopReport? Stop);
