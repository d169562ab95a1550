namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>One look of the setting of brightness and contrast.</summary>
/// <param name="BrightnessPercent">Brightness at which it was taken, percent.</param>
/// <param name="ContrastPercent">Contrast at which it was taken, percent.</param>
/// <param name="Low">Grey that half a percent of the pixels lie under, 0…1.</param>
/// <param name="High">Grey that half a percent of the pixels lie over, 0…1.</param>
/// <param name="Clipped">Share of pixels at either end of the range, 0…1.</param>
public readonly record struct BrightnessStep(double BrightnessPercent, double ContrastPercent, double Low, double High, double Clipped);
