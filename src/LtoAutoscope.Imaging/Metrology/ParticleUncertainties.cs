using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Standard uncertainties of one particle's measures (JCGM 100:2008), as far as they are known: the pixel size for every length, the scatter of single particles against the truth for the three
/// measures that <c>bench accuracy</c> looks at, the fit for the dimensions. What is not known is not made up.
/// </summary>
public static class ParticleUncertainties
{
    /// <summary>What is known of one measure.</summary>
    /// <param name="key">Key of the measure.</param>
    /// <param name="value">Its value.</param>
    /// <param name="fitError">Standard error of the fit that gave it; NaN where there is none.</param>
    /// <param name="pixelSizePercent">Half-width within which the pixel size is known, percent; null for the default of 2.</param>
    /// <param name="accuracy">What the network is known to err by, or null.</param>
    /// <returns>Standard uncertainty, NaN where nothing is known, and what is in it.</returns>
    public static (double U, string Basis) Of(string key, double value, double fitError, double? pixelSizePercent, MeasurementAccuracy? accuracy)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!double.IsFinite(value)) return (double.NaN, "");
        List<string> basis = [];
        double square = 0;
        int power = key.EndsWith("_nm2", StringComparison.Ordinal) ? 2 : key.EndsWith("_nm", StringComparison.Ordinal) ? 1 : 0;
        if (power > 0)
        {
            double relative = power * (pixelSizePercent ?? SummaryOptions.DefaultPixelSizeUncertaintyPercent) / 100 / Math.Sqrt(3);
            square += relative * value * (relative * value);
            basis.Add("pixel size");
        }

        if (accuracy is not null && Scatter(key, value, accuracy) is { } scatter && double.IsFinite(scatter))
        {
            square += scatter * scatter;
            basis.Add("segmentation");
        }

        if (double.IsFinite(fitError))
        {
            square += fitError * fitError;
            basis.Add("fit");
        }

        return basis.Count == 0 ? (double.NaN, "") : (Math.Sqrt(square), string.Join(", ", basis));
    }

    private static double? Scatter(string key, double value, MeasurementAccuracy accuracy) => key switch
    {
        "diameter_nm" => accuracy.DiameterNm.ParticleSd * value,
        // An area's relative error is twice its diameter's.
        "area_nm2" => 2 * accuracy.DiameterNm.ParticleSd * value,
        "aspect_ratio" => accuracy.AspectRatio.ParticleSd * value,
        "fractal_dimension" => accuracy.FractalDimension.ParticleSd,
        _ => null,
    };
}
