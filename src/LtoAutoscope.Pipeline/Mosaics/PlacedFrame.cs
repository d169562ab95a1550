using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>A frame on the mosaic.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Area">Place of its area in the layout's list.</param>
/// <param name="Rect">Where it lies, pixels of the mosaic.</param>
public sealed record PlacedFrame(FrameView Frame, int Area, PixelRect Rect);
