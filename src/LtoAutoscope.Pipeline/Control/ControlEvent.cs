namespace LtoAutoscope.Pipeline.Control;

/// <summary>Control changed hands without a command of the moment: it ran out, a request was granted by silence, a wait for the queue ended.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Action">What happened, such as <c>control.ran_out</c>.</param>
/// <param name="From">Who had it; empty when nobody.</param>
/// <param name="To">Who has it now; empty when nobody.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ControlEvent(DateTimeOffset At, string Action, string From, string To, string Reason);
