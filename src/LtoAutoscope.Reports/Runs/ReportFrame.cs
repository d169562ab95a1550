using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Reports.Runs;

/// <summary>A frame of a report.</summary>
public sealed record ReportFrame
{
    /// <summary>The frame's id.</summary>
    public required string FrameId { get; init; }

    /// <summary>Whether its particles count.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Why not, or what was noted; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>Whole particles on it; null where it was not analysed.</summary>
    public int? ParticleCount { get; init; }

    /// <summary>Where the stage stood; null where unknown.</summary>
    public StagePosition? Position { get; init; }

    /// <summary>Hash of the frame's file, lower-case hex; null where there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>All that is known of it, for the conditions; null where nothing is.</summary>
    public FrameMetadata? Metadata { get; init; }

    /// <summary>A small picture (JPEG or PNG), best 240–320 px wide; outlines may be drawn on it already. Null for none.</summary>
    public byte[]? Thumbnail { get; init; }

    /// <summary>A larger picture for the representative images, best 800–1024 px wide; null where it is not shown there.</summary>
    public byte[]? Picture { get; init; }

    /// <summary>Width of the whole frame, pixels; the ground of <see cref="Outlines"/> and of the scale bar.</summary>
    public int WidthPx { get; init; }

    /// <summary>Height of the whole frame, pixels.</summary>
    public int HeightPx { get; init; }

    /// <summary>Edge of a pixel of the whole frame, nm; null draws no scale bar.</summary>
    public double? PixelSizeNm { get; init; }

    /// <summary>Whether the pictures bear outlines and a scale bar already; nothing is then drawn over them.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>Outlines to draw over the thumbnail, x, y pairs in pixels of the whole frame; empty for none.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Outlines { get; init; } = [];
}
