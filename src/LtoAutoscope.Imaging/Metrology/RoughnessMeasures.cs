using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The roughness of one particle.</summary>
/// <param name="ShownDivider">Divider dimension of the outline as its plot shows it.</param>
/// <param name="Divider">The same, corrected.</param>
/// <param name="Box">Box-counting dimension of the outline, corrected.</param>
/// <param name="Surface">Dimension of the grey relief, corrected.</param>
internal readonly record struct RoughnessMeasures(DimensionFit ShownDivider, DimensionFit Divider, DimensionFit Box, DimensionFit Surface)
{
    /// <summary>Of a smoothed outline with its Feret diameters and length, pixels.</summary>
    internal static RoughnessMeasures Of(MeasuredFrame frame, LabelRegion region, ReadOnlySpan<ImagePoint> outline, FeretDiameters feret, double length)
    {
        DimensionCalibration calibration = DimensionCalibration.Shipped;
        DimensionFit shown = DimensionFit.None, divider = DimensionFit.None, box = DimensionFit.None, surface = DimensionFit.None;
        if (OutlineScales.For(feret, length) is { } scales)
        {
            bool mask = frame.Foreground is null;
            shown = DividerDimension.Of(outline, scales);
            divider = (mask ? calibration.DividerOfMask : calibration.Divider).Correct(shown, scales.Longest);
            box = (mask ? calibration.BoxOfMask : calibration.Box).Correct(BoxDimension.Of(outline, scales), scales.Longest);
        }

        if (frame.Image is not null)
        {
            (DimensionFit fit, double inner) = SurfaceDimension.Of(frame.Image, frame.Labels, region, frame.NoiseVariance);
            surface = calibration.Surface.Correct(fit, inner);
        }

        return new RoughnessMeasures(shown, divider, box, surface);
    }
}
