using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>The result of <c>analyse</c>.</summary>
/// <param name="Morphology">What <c>morphology.json</c> holds.</param>
/// <param name="Images">What became of each image, in the order given.</param>
public sealed record FolderAnalysisResult(Morphology Morphology, IReadOnlyList<ImageOutcome> Images)
{
    /// <summary>What the network ran on.</summary>
    public required ExecutionProvider Provider { get; init; }

    /// <summary>What <c>images.json</c> holds: the images that could be analysed.</summary>
    public IReadOnlyList<ImageReport> Reports { get; init; } = [];

    /// <summary>Images that could not be analysed.</summary>
    public int Failures => Images.Count(static image => image.Error is not null);

    /// <summary>Images against which something speaks.</summary>
    public int Flagged => Images.Count(static image => image.Review.IsFlagged);
}
