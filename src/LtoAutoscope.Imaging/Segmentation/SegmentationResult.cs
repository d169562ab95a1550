using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>The particles of one image.</summary>
/// <param name="Labels">Instance mask of the whole image; a data bar is background.</param>
/// <param name="Foreground">Foreground probability of the whole image, row-major; 0 in a data bar.</param>
/// <param name="Analysed">The part that was looked at: the image without its data bar.</param>
/// <param name="Scale">By what factor the image was resampled before the network saw it.</param>
public sealed record SegmentationResult(LabelImage Labels, float[] Foreground, ImageRegion Analysed, double Scale);
