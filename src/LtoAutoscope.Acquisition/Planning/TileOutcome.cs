using LtoAutoscope.Acquisition.Goals;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>What came of a tile.</summary>
/// <param name="FrameId">The tile.</param>
/// <param name="AreaIndex">Its area.</param>
/// <param name="Summary">Its particles; null when it does not count.</param>
public sealed record TileOutcome(string FrameId, int AreaIndex, TileSummary? Summary);
