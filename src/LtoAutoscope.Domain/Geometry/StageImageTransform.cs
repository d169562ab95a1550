namespace LtoAutoscope.Domain.Geometry;

/// <summary>
/// The calibrated join between the image frame and the stage frame at one frame: which place on the sample a pixel shows.
/// </summary>
/// <param name="Centre">Stage position at which the frame was taken; it shows in the middle of the image.</param>
/// <param name="WidthPx">Image width in pixels.</param>
/// <param name="HeightPx">Image height in pixels.</param>
/// <param name="PixelSizeNm">Edge of a pixel in nm, &gt; 0.</param>
/// <param name="RotationDeg">Angle from the image's x axis to the stage's x axis, degrees, counter-clockwise.</param>
/// <param name="FlipY">Whether stage y grows upwards in the image (the usual case).</param>
public sealed record StageImageTransform(
    StagePosition Centre, int WidthPx, int HeightPx, double PixelSizeNm, double RotationDeg = 0, bool FlipY = true)
{
    private const double NanometresPerMillimetre = 1e6;

    /// <summary>The stage coordinates of an image point.</summary>
    public (double XMm, double YMm) ToStage(ImagePoint point)
    {
        double scale = PixelSizeNm / NanometresPerMillimetre;
        double u = (point.XPx - (WidthPx - 1) / 2.0) * scale;
        double v = (point.YPx - (HeightPx - 1) / 2.0) * scale * (FlipY ? -1 : 1);
        (double sin, double cos) = Math.SinCos(RotationDeg * Math.PI / 180);
        return (Centre.XMm + cos * u - sin * v, Centre.YMm + sin * u + cos * v);
    }

    /// <summary>The image point that shows a place on the stage; it may lie outside the image.</summary>
    public ImagePoint ToImage(double xMm, double yMm)
    {
        double scale = PixelSizeNm / NanometresPerMillimetre;
        (double sin, double cos) = Math.SinCos(RotationDeg * Math.PI / 180);
        double dx = xMm - Centre.XMm, dy = yMm - Centre.YMm;
        double u = cos * dx + sin * dy, v = -sin * dx + cos * dy;
        return new ImagePoint(u / scale + (WidthPx - 1) / 2.0, v / scale * (FlipY ? -1 : 1) + (HeightPx - 1) / 2.0);
    }
}
