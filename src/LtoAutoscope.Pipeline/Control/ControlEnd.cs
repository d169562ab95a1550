using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>The last end of control by hand.</summary>
/// <param name="Holder">Who had it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="How">How it ended.</param>
/// <param name="Next">Who has it since; empty when nobody.</param>
/// <param name="Reason">Why it was taken, as the person said; may be empty.</param>
/// <param name="Safe">What the hardware answered when it was left safe; null where nothing could be sent, or where the next holder got it blanked and halted.</param>
public sealed record ControlEnd(string Holder, DateTimeOffset At, ControlEnding How, string Next = "", string Reason = "", StopReport? Safe = null);
