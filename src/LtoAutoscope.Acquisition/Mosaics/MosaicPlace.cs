namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>Where a frame lies in the mosaic.</summary>
/// <param name="FrameId">The frame.</param>
/// <param name="XPx">Its left edge, pixels from the mosaic's.</param>
/// <param name="YPx">Its upper edge, pixels from the mosaic's.</param>
/// <param name="WidthPx">Its width.</param>
/// <param name="HeightPx">Its height.</param>
/// <param name="ShiftXUm">How far it lies from where the stage said, stage x, µm.</param>
/// <param name="ShiftYUm">Stage y, µm.</param>
/// <param name="IsTied">Whether at least one pair holds it; otherwise it lies where the stage said.</param>
public sealed record MosaicPlace(string FrameId, double XPx, double YPx, int WidthPx, int HeightPx, double ShiftXUm, double ShiftYUm, bool IsTied);
