namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The ellipse that has the second moments of a region of pixels.</summary>
/// <param name="Length">Long axis (full, not half), pixels.</param>
/// <param name="Width">Short axis, pixels.</param>
public readonly record struct MomentEllipse(double Length, double Width)
{
    /// <summary>Variance of a point spread evenly over one pixel, px²: what a sum over pixel centres leaves out.</summary>
    public const double PixelVariance = 1.0 / 12;

    /// <summary>Length over width, ≥ 1.</summary>
    public double AspectRatio => Length / Width;

    /// <summary>From central second moments over pixel centres, px²; <see cref="PixelVariance"/> is added here.</summary>
    /// <remarks>A filled ellipse of axis a has the variance a²/16 along it, hence a = 4·√λ.</remarks>
    public static MomentEllipse FromMoments(double varianceX, double varianceY, double covariance)
    {
        double mean = (varianceX + varianceY) / 2 + PixelVariance;
        double half = Math.Sqrt((varianceX - varianceY) * (varianceX - varianceY) / 4 + covariance * covariance);
        return new MomentEllipse(4 * Math.Sqrt(mean + half), 4 * Math.Sqrt(Math.Max(mean - half, PixelVariance)));
    }
}
