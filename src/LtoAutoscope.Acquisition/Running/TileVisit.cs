namespace LtoAutoscope.Acquisition.Running;

/// <summary>One decision of a run: to take a tile, for the first time or again. It is journaled before anything moves.</summary>
/// <param name="FrameId">The tile.</param>
/// <param name="Visit">1 for the first time, 2 and more for a quarantined tile that is taken again.</param>
public readonly record struct TileVisit(string FrameId, int Visit);
