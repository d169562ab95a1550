namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>An area; positions in mm are null where its frames lie in the order in which they were taken.</summary>
/// <param name="Index">Its number.</param>
/// <param name="X">Its left edge, pixels.</param>
/// <param name="Y">Its upper edge, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="LeftMm">Stage x of the left edge.</param>
/// <param name="TopMm">Stage y of the upper edge.</param>
/// <param name="PlannedX">Left edges of the frames that were planned in it, pixels.</param>
/// <param name="PlannedY">Their upper edges, pixels.</param>
internal sealed record ManifestArea(int Index, int X, int Y, int Width, int Height, double? LeftMm, double? TopMm, IReadOnlyList<int> PlannedX, IReadOnlyList<int> PlannedY);
