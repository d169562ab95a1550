using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>The particles of one image.</summary>
/// <param name="Labels">Instance mask of the whole image; a data bar is background.</param>
/// <param name="Foreground">Calibrated foreground probability of the whole image, row-major; 0 in a data bar.</param>
/// <param name="Analysed">The part that was looked at: the image without its data bar.</param>
/// <param name="Scale">By what factor the image was resampled before the network saw it.</param>
public sealed record SegmentationResult(LabelImage Labels, float[] Foreground, ImageRegion Analysed, double Scale)
{
    /// <summary>The maps of the analysed part at the image's resolution.</summary>
    public required SegmentationMaps Maps { get; init; }

    /// <summary>The instance mask of the analysed part alone.</summary>
    public required LabelImage AnalysedLabels { get; init; }

    /// <summary>Its standardised grey.</summary>
    public required float[] Grey { get; init; }
}
