namespace LtoAutoscope.Pipeline.Live;

/// <summary>Something the daemon decided, and why.</summary>
/// <param name="At">When.</param>
/// <param name="Level">info, accepted, redo, fault or person.</param>
/// <param name="Title">What, in a few words.</param>
/// <param name="Reason">Why, in a sentence with figures.</param>
/// <param name="RunId">The run concerned, or null.</param>
public sealed record DecisionView(DateTimeOffset At, string Level, string Title, string Reason, string? RunId);
