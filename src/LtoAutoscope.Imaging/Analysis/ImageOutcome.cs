using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>What became of one image.</summary>
/// <param name="Path">The image.</param>
/// <param name="Particles">Particles found, those at the border included.</param>
/// <param name="Counted">Whole particles, which enter the statistics.</param>
/// <param name="PixelSizeNm">Pixel size used, nm; null when the image failed.</param>
/// <param name="Note">Something the reader should know (“pixel size from the file, not from the option”), or null.</param>
/// <param name="Error">Why it could not be analysed, with the remedy; null when it was.</param>
public sealed record ImageOutcome(string Path, int Particles, int Counted, double? PixelSizeNm, string? Note, string? Error)
{
    /// <summary>The name that the particle table uses for the image: the file's name, with the page where it holds several; empty when it failed.</summary>
    public string Image { get; init; } = "";

    /// <summary>Where the pixel size came from; null when the image failed.</summary>
    public string? PixelSizeSource { get; init; }

    /// <summary>How far the particles can be trusted.</summary>
    public FrameReview Review { get; init; } = FrameReview.None;

    /// <summary>Whether it was flagged and therefore left out of the statistics, as asked for.</summary>
    public bool LeftOut { get; init; }
}
