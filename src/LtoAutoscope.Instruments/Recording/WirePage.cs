namespace LtoAutoscope.Instruments.Recording;

/// <summary>A part of the wire log.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Earlier">Where to go on towards older lines; null at the end of what is kept.</param>
public sealed record WirePage(IReadOnlyList<WireTailLine> Lines, string? Earlier);
