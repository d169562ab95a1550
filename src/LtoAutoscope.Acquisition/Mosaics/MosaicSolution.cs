namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>How frames fit together; the content of <c>mosaic.json</c>.</summary>
public sealed record MosaicSolution
{
    /// <summary>Name of the stitched picture beside the file; empty before it is written.</summary>
    public string File { get; init; } = "";

    /// <summary>Width of the stitched picture, pixels.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Its height, pixels.</summary>
    public required int HeightPx { get; init; }

    /// <summary>Edge of a pixel, nm.</summary>
    public required double PixelSizeNm { get; init; }

    /// <summary>8 or 16.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>Frames side by side.</summary>
    public required int Columns { get; init; }

    /// <summary>Frames one above the other.</summary>
    public required int Rows { get; init; }

    /// <summary>Stage x of the upper left pixel's middle, mm.</summary>
    public required double OriginXMm { get; init; }

    /// <summary>Stage y of the upper left pixel's middle, mm.</summary>
    public required double OriginYMm { get; init; }

    /// <summary>Root mean square of the residuals of the pairs that count, pixels; 0 without any.</summary>
    public required double ResidualPx { get; init; }

    /// <summary>The largest of them, pixels.</summary>
    public required double LargestResidualPx { get; init; }

    /// <summary>Where each frame lies, in the order in which they were taken.</summary>
    public required IReadOnlyList<MosaicPlace> Tiles { get; init; }

    /// <summary>All pairs.</summary>
    public required IReadOnlyList<MosaicPair> Pairs { get; init; }
}
