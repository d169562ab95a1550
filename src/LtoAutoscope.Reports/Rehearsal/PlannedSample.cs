using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Reports.Rehearsal;

/// <summary>A sample on the drawing of the holder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stub">Its stub.</param>
/// <param name="Tiles">Its tiles, in their order.</param>
/// <param name="IsRefused">Whether something speaks against it.</param>
public sealed record PlannedSample(string Name, Stub Stub, IReadOnlyList<PlannedTile> Tiles, bool IsRefused);
