namespace LtoAutoscope.Pipeline.Control;

/// <summary>An operator asks the holder for control.</summary>
/// <param name="By">Who asks.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="AnswerBy">When control goes over if the holder has not answered by then, UTC.</param>
/// <param name="Reason">Why, as the person said; may be empty.</param>
public sealed record ControlRequest(string By, DateTimeOffset At, DateTimeOffset AnswerBy, string Reason);
