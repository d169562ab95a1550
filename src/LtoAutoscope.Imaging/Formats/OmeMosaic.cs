using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>What the OME-XML of a mosaic tells.</summary>
public sealed record OmeMosaic
{
    /// <summary>Name of the image.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Size, depth and scale.</summary>
    public required PyramidTiffShape Shape { get; init; }

    /// <summary>Stage position of the picture's middle, mm; null where its frames do not lie by stage position.</summary>
    public (double XMm, double YMm)? Centre { get; init; }

    /// <summary>When the first frame was taken, or null.</summary>
    public DateTimeOffset? AcquiredAt { get; init; }

    /// <summary>A frame, for what is known of instrument and conditions; null where nothing is.</summary>
    public FrameMetadata? Frame { get; init; }

    /// <summary>Further names and values: run, sample, software; shown by viewers as key-value pairs.</summary>
    public IReadOnlyList<(string Key, string Value)> Values { get; init; } = [];

    /// <summary>The frames that it is made of, in the order in which they were taken.</summary>
    public IReadOnlyList<OmeMosaicFrame> Frames { get; init; } = [];
}
