namespace LtoAutoscope.Storage.Queue;

/// <summary>A hold of one job; the queue goes on with the next.</summary>
/// <param name="By">Who holds it.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Cause">What kind of reason, and so what ends the hold.</param>
public sealed record JobHold(string By, DateTimeOffset At, string Reason, HoldCause Cause);
