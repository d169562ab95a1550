namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Where a picture of an annotation folder comes from: one row of <c>manifest.csv</c>.</summary>
public sealed record PictureSource
{
    /// <summary>Its name: <c>images/NAME.png</c> and <c>labels/NAME.png</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Width, pixels.</summary>
    public required int WidthPx { get; init; }

    /// <summary>Height, pixels, with the data bar.</summary>
    public required int HeightPx { get; init; }

    /// <summary>Rows above the data bar; the whole height where there is none.</summary>
    public required int PictureHeightPx { get; init; }

    /// <summary>Edge of a pixel, nm, where it is known.</summary>
    public double? PixelSizeNm { get; init; }

    /// <summary>Bits a pixel of the original; 16-bit pictures were scaled to 8.</summary>
    public int OriginalBits { get; init; } = 8;

    /// <summary>Grey of the original that became 0.</summary>
    public int GreyLow { get; init; }

    /// <summary>Grey of the original that became 255.</summary>
    public int GreyHigh { get; init; } = 255;

    /// <summary>The run, or empty.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The frame of the run, or the original file's name.</summary>
    public string FrameId { get; init; } = "";

    /// <summary>SHA-256 of the original file.</summary>
    public string OriginalSha256 { get; init; } = "";

    /// <summary>The model whose outlines the export began with, or empty.</summary>
    public string Model { get; init; } = "";
}
