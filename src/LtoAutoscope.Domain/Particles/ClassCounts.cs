namespace LtoAutoscope.Domain.Particles;

/// <summary>Outlines by class, all frames together.</summary>
/// <param name="Whole">Seen whole.</param>
/// <param name="Cut">Cut by a border.</param>
/// <param name="Overlapped">Partly hidden by a neighbour.</param>
/// <param name="Unknown">Measured before classes were told.</param>
public sealed record ClassCounts(int Whole, int Cut, int Overlapped, int Unknown);
