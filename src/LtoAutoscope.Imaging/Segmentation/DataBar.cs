using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Finds, in the pixels, the bands with letters and a scale bar that microscopes and programs put under or over a picture. A specimen has noise, and no straight edge from
/// side to side; a drawn band is flat apart from what is written on it, and ends in one. A band counts only when both hold and what stands on it looks written,
/// because a missed bar costs phantoms and a wrong cut would cost particles.
/// </summary>
public static class DataBar
{
    private const int SmallestHeight = 64;

    /// <summary>The part of an image between its data bars; the whole image when there is none.</summary>
    public static ImageRegion Picture(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Height < SmallestHeight || image.Width < SmallestHeight) return ImageRegion.Whole(image.Width, image.Height);
        int below = BarBand.Depth(image, fromTop: false), above = BarBand.Depth(image, fromTop: true);
        return new ImageRegion(0, above, image.Width, image.Height - above - below);
    }
}
