namespace LtoAutoscope.Instruments.Recording;

/// <summary>A line of a wire log for people.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Connection">Number of the connection in its recording.</param>
/// <param name="Purpose">What the connection is for.</param>
/// <param name="Kind">What the line tells.</param>
/// <param name="Text">The bytes, escaped, or what is told.</param>
/// <param name="Length">All bytes that went over the wire; 0 where none did.</param>
/// <param name="Cursor">Its place, as <see cref="WireTail.ReadBackAsync"/> takes it.</param>
public sealed record WireTailLine(DateTimeOffset At, int Connection, string Purpose, WireRecordKind Kind, string Text, long Length, string Cursor);
