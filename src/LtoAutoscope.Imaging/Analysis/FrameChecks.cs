using System.Globalization;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Whether a frame can show anything at all.</summary>
/// <param name="IsBlank">Its grey levels hardly differ: no beam, no detector, or no sample.</param>
/// <param name="IsSaturated">Too much of it is at the white end: gain too high.</param>
/// <param name="IsFrozen">It equals the frame before, pixel by pixel, which noise forbids: the image was not renewed.</param>
/// <param name="SaturatedFraction">Share of pixels at the white end, 0…1.</param>
/// <param name="RelativeDeviation">Standard deviation of the grey over the full range.</param>
public sealed record FrameChecks(bool IsBlank, bool IsSaturated, bool IsFrozen, double SaturatedFraction, double RelativeDeviation)
{
    /// <summary>A frame whose grey deviates by less than this part of the range is blank.</summary>
    public const double BlankDeviation = 0.005;

    /// <summary>A frame with a larger part of white pixels is saturated.</summary>
    public const double SaturatedLimit = 0.05;

    /// <summary>Whether nothing speaks against the frame.</summary>
    public bool IsSound => !IsBlank && !IsSaturated && !IsFrozen;

    /// <summary>What speaks against it, in sentences; empty when it is sound.</summary>
    public IReadOnlyList<string> Problems => [.. Sentences()];

    /// <summary>Checks a frame, beside the one before it where there is one.</summary>
    public static FrameChecks Of(GreyImage image, GreyImage? previous = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        double sum = 0, square = 0;
        int white = 0;
        foreach (ushort pixel in image.Pixels)
        {
            sum += pixel;
            square += (double)pixel * pixel;
            if (pixel == image.MaximumValue) white++;
        }

        double count = image.Pixels.Length, mean = sum / count;
        double deviation = Math.Sqrt(Math.Max(square / count - mean * mean, 0)) / image.MaximumValue;
        bool blank = deviation < BlankDeviation;
        bool frozen = previous is not null && previous.Width == image.Width && image.Pixels.AsSpan().SequenceEqual(previous.Pixels);
        return new FrameChecks(blank, white / count > SaturatedLimit, frozen, white / count, deviation);
    }

    private IEnumerable<string> Sentences()
    {
        if (IsBlank) yield return "The frame is blank.";
        if (IsSaturated) yield return string.Create(CultureInfo.InvariantCulture, $"{SaturatedFraction:P0} of the frame is white: the detector is saturated.");
        if (IsFrozen) yield return "The frame equals the one before pixel by pixel: it was not renewed.";
    }
}
