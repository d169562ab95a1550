namespace LtoAutoscope.Pipeline.Control;

/// <summary>The holder's last refusal of a request.</summary>
/// <param name="To">Who had asked.</param>
/// <param name="By">Who refused.</param>
/// <param name="At">When, UTC.</param>
public sealed record ControlAnswer(string To, string By, DateTimeOffset At);
