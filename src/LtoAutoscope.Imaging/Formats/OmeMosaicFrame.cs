using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>A frame on a mosaic.</summary>
/// <param name="FrameId">The frame.</param>
/// <param name="XPx">Its left edge on the picture, pixels.</param>
/// <param name="YPx">Its upper edge, pixels.</param>
/// <param name="WidthPx">Its width.</param>
/// <param name="HeightPx">Its height.</param>
/// <param name="Sha256">Hash of its own file, lower-case hex.</param>
/// <param name="Stage">Where the stage stood; null where unknown.</param>
public sealed record OmeMosaicFrame(string FrameId, int XPx, int YPx, int WidthPx, int HeightPx, string Sha256, StagePosition? Stage);
