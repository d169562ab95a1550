using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Reports.Runs;

/// <summary>A frame on the contact sheet.</summary>
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

    /// <summary>A small picture (JPEG or PNG), best 240–320 px wide; outlines may be drawn on it already. Null for none.</summary>
    public byte[]? Thumbnail { get; init; }

    /// <summary>Width of the whole frame, pixels; the ground of <see cref="Outlines"/> and of the scale bar.</summary>
    public int WidthPx { get; init; }

    /// <summary>Height of the whole frame, pixels.</summary>
    public int HeightPx { get; init; }

    /// <summary>Edge of a pixel of the whole frame, nm; null draws no scale bar.</summary>
    public double? PixelSizeNm { get; init; }

    /// <summary>Outlines to draw over the thumbnail, x, y pairs in pixels of the whole frame; empty for none.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Outlines { get; init; } = [];
}
