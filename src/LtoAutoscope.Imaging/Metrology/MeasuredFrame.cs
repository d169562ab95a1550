using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>What all particles of a frame share when they are measured.</summary>
/// <param name="Labels">The instance mask.</param>
/// <param name="Foreground">Foreground probability, row-major, or null.</param>
/// <param name="Threshold">Probability of the outline.</param>
/// <param name="PixelSizeNm">Edge of a pixel, nm.</param>
/// <param name="Name">Frame id or file name.</param>
/// <param name="Area">The part that was looked at.</param>
/// <param name="Image">The frame's pixels, or null.</param>
internal sealed record MeasuredFrame(
    LabelImage Labels, float[]? Foreground, double Threshold, double PixelSizeNm, string Name, ImageRegion Area, GreyImage? Image)
{
    /// <summary>Variance of the image noise, squared grey levels; 0 without an image.</summary>
    internal double NoiseVariance { get; } = Image is null ? 0 : ImageNoise.Variance(Image, Labels, Area);
}
