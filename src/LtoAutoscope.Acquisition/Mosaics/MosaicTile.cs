using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>A frame that is to be a part of a mosaic.</summary>
/// <param name="Metadata">Its id, size, pixel size and stage position.</param>
/// <param name="Load">Reads its pixels; called more than once.</param>
public sealed record MosaicTile(FrameMetadata Metadata, Func<CancellationToken, Task<GreyImage>> Load);
