namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The ellipse that has the second moments of an outline's area.</summary>
/// <param name="Length">Long axis (full, not half), pixels.</param>
/// <param name="Width">Short axis, pixels.</param>
/// <param name="AngleDegrees">Direction of the long axis against the image's x axis, turning towards y (down), −90…90.</param>
public readonly record struct MomentEllipse(double Length, double Width, double AngleDegrees)
{
    /// <summary>Length over width, ≥ 1.</summary>
    public double AspectRatio => Length / Width;

    /// <summary>From the moments of a polygon.</summary>
    /// <remarks>A filled ellipse of axis a has the variance a²/16 along it, hence a = 4·√λ.</remarks>
    public static MomentEllipse Of(PolygonMoments moments)
    {
        double mean = (moments.VarianceX + moments.VarianceY) / 2, difference = (moments.VarianceX - moments.VarianceY) / 2;
        double half = Math.Sqrt(difference * difference + moments.Covariance * moments.Covariance);
        double angle = half > 0 ? Math.Atan2(moments.Covariance, difference) / 2 * 180 / Math.PI : 0;
        return new MomentEllipse(4 * Math.Sqrt(mean + half), 4 * Math.Sqrt(Math.Max(mean - half, 0)), angle);
    }
}
