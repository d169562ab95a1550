using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Domain.Runs;

/// <summary>A place on a sample and the frames planned around it.</summary>
/// <param name="Index">1 for the first area.</param>
/// <param name="Centre">Where its middle lies.</param>
/// <param name="Tiles">Stage targets of its frames, in the order in which they are taken.</param>
public sealed record Area(int Index, StageTarget Centre, IReadOnlyList<StageTarget> Tiles);
