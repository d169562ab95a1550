namespace LtoAutoscope.Pipeline.Control;

/// <summary>Something that a driver can do, or cannot.</summary>
/// <param name="Name">What, such as <c>automatic</c>.</param>
/// <param name="Offered">Whether the driver offers it.</param>
/// <param name="Note">Which part of it, or why not, in a sentence.</param>
public sealed record InstrumentCapability(string Name, bool Offered, string Note);
