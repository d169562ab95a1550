namespace LtoAutoscope.Acquisition.Drift;

/// <summary>By how much the content of a second image is displaced against that of a first one.</summary>
/// <param name="XPx">To the right, pixels: what stands at (x, y) in the first image stands at (x + XPx, y + YPx) in the second.</param>
/// <param name="YPx">Downwards, pixels.</param>
/// <param name="Confidence">How far the peak of the correlation rises over the next one, 0…1: 1 − next / peak. Unlike images reach about 0.2, see docs/frames.md.</param>
/// <param name="Overlap">Correlation coefficient of the smoothed grey where both images overlap at this displacement, −1…1; NaN where they hardly overlap.</param>
public readonly record struct ShiftEstimate(double XPx, double YPx, double Confidence, double Overlap)
{
    /// <summary>From this confidence on a displacement is taken for true.</summary>
    public const double ReliableConfidence = 0.35;

    /// <summary>And from this correlation of the smoothed grey.</summary>
    public const double ReliableOverlap = 0.2;

    /// <summary>Whether both images show the same thing, as far as the peak tells.</summary>
    public bool IsReliable => Confidence >= ReliableConfidence && Overlap >= ReliableOverlap;

    /// <summary>Length, pixels.</summary>
    public double LengthPx => Math.Sqrt(XPx * XPx + YPx * YPx);
}
