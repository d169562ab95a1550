namespace LtoAutoscope.Instruments.Recording;

/// <summary>Bytes that went over a wire.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Kind">Sent or received.</param>
/// <param name="Text">The bytes, escaped.</param>
public sealed record EchoLine(DateTimeOffset At, WireRecordKind Kind, string Text);
