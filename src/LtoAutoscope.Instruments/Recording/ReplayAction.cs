namespace LtoAutoscope.Instruments.Recording;

/// <summary>What the instrument did: it sent bytes, or its connection broke.</summary>
/// <param name="Connection">The recorded connection.</param>
/// <param name="After">How long after the question.</param>
/// <param name="Bytes">What it sent; null when the connection broke.</param>
/// <param name="Zeros">Zero bytes to send behind them, in the place of those that the recording left out.</param>
internal sealed record ReplayAction(int Connection, TimeSpan After, byte[]? Bytes, long Zeros);
