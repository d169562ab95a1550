namespace LtoAutoscope.Imaging.Marks;

/// <summary>One connected patch of pixels at the white or the black end, with what tells drawn ink from overexposed specimen.</summary>
/// <param name="Label">Its number in the label image, from 1.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="Area">Pixels.</param>
/// <param name="Contour">Pixels with a neighbour outside.</param>
/// <param name="Sharpness">Share of the contour that falls off steeply within two pixels, 0…1: drawn edges do, imaged ones are blurred by the probe.</param>
/// <param name="Evenness">Share of its pixels within 3 of 255 levels of its commonest one, 0…1: ink is even, specimen is not.</param>
/// <param name="LongestRun">Its longest horizontal run of pixels.</param>
internal sealed record InkComponent(int Label, int Left, int Top, int Right, int Bottom, int Area, int Contour, double Sharpness, double Evenness, int LongestRun)
{
    internal int Width => Right - Left;

    internal int Height => Bottom - Top;

    /// <summary>Share of its bounding box that it fills.</summary>
    internal double Fill => (double)Area / (Width * (double)Height);

    /// <summary>Mean width of its strokes, pixels.</summary>
    internal double Stroke => 2.0 * Area / Math.Max(1, Contour);

    internal double CentreY => (Top + Bottom) / 2.0;
}
