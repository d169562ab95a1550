namespace LtoAutoscope.Twin.Faults;

/// <summary>What becomes of bytes that a server wants to send.</summary>
/// <param name="Bytes">What goes out: the same bytes, other ones of the same number, fewer, or none.</param>
/// <param name="Delay">How much later, of the wall clock; zero at once. Later bytes of the same connection must not overtake them.</param>
/// <param name="CutsAfterwards">Whether the connection breaks when they have gone out.</param>
public readonly record struct WirePassage(ReadOnlyMemory<byte> Bytes, TimeSpan Delay, bool CutsAfterwards);
