using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>What is known of one analysed image, and from where: a line of <c>images.json</c>.</summary>
public sealed record ImageReport
{
    /// <summary>The name that the particle table uses for it.</summary>
    public required string Image { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex; empty in results of earlier versions.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Name of the picture with the outlines beside this report; empty in results of earlier versions.</summary>
    public string Overlay { get; init; } = "";

    /// <summary>Width of the file's pixels.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Height of the file's pixels.</summary>
    public required int HeightPx { get; init; }

    /// <summary>8 or 16.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>The part that was analysed, and what told it.</summary>
    public required Known<PixelArea> Picture { get; init; }

    /// <summary>The pixel size that was used, nm.</summary>
    public required Known<double> PixelSizeNm { get; init; }

    /// <summary>All that the file and the files beside it tell.</summary>
    public required ImageFacts Metadata { get; init; }

    /// <summary>What a reader should know: contradictions, refused values.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How far the particles can be trusted.</summary>
    public FrameReview Review { get; init; } = FrameReview.None;

    /// <summary>Whether it was flagged and therefore left out of the statistics, as asked for.</summary>
    public bool LeftOut { get; init; }
}
