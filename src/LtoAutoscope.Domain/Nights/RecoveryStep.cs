namespace LtoAutoscope.Domain.Nights;

/// <summary>One rung of the recovery ladder that was tried.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Rung">Such as <c>retry</c>, <c>refocus</c>, <c>relocalise</c>, <c>reconnect</c>, <c>wait</c>, <c>skip_tile</c>, <c>skip_area</c>, <c>skip_sample</c>, <c>park</c>.</param>
/// <param name="Action">What was done, in a sentence.</param>
/// <param name="BudgetLeft">How often this rung may still be tried in the run.</param>
public sealed record RecoveryStep(DateTimeOffset At, string Rung, string Action, int BudgetLeft);
