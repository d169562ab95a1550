namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>An area as the run's journal planned it.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Tiles">Where the stage was to stand for its frames, mm.</param>
public sealed record PlannedArea(int Index, IReadOnlyList<(double XMm, double YMm)> Tiles);
