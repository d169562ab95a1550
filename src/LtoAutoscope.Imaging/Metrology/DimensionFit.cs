namespace LtoAutoscope.Imaging.Metrology;

/// <summary>A dimension read from the slope of a straight line over logarithms of a scale.</summary>
/// <param name="Dimension">D; NaN where the particle is too small for the method.</param>
/// <param name="StandardError">Its standard error; NaN with D.</param>
/// <param name="RSquared">Share of the variance that the line explains, 0…1; small for a smooth outline, whose plot is flat; NaN with D.</param>
public readonly record struct DimensionFit(double Dimension, double StandardError, double RSquared)
{
    /// <summary>Where there is no dimension.</summary>
    public static DimensionFit None { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Whether there is one.</summary>
    public bool Exists => !double.IsNaN(Dimension);

    /// <summary>Least squares of y over x; D = <paramref name="intercept"/> + <paramref name="factor"/> · slope.</summary>
    /// <param name="x">Logarithms of the scales, at least 3.</param>
    /// <param name="y">Logarithms of what was measured there.</param>
    /// <param name="intercept">D of a slope of zero.</param>
    /// <param name="factor">What the slope is multiplied with.</param>
    internal static DimensionFit OfLine(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double intercept, double factor)
    {
        double meanX = 0, meanY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        double xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        double slope = xy / xx, residual = Math.Max(yy - slope * xy, 0);
        double error = Math.Abs(factor) * Math.Sqrt(residual / (x.Length - 2) / xx);
        return new DimensionFit(intercept + factor * slope, error, yy > 0 ? Math.Clamp(1 - residual / yy, 0, 1) : 1);
    }
}
