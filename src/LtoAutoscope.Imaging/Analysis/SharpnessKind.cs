namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Measures of sharpness. Each grows with sharpness and compares frames of one field at one magnification; none has a meaning of its own.</summary>
public enum SharpnessKind
{
    /// <summary>Power in a band of frequencies above the white noise, over the square of the mean grey.</summary>
    SpectralPower,

    /// <summary>Autocorrelation at one pixel minus that at two: white noise cancels. D. Vollath, J. Microsc. 147 (1987) 279.</summary>
    VollathF4,

    /// <summary>Autocorrelation at one pixel minus the square of the mean. D. Vollath, J. Microsc. 147 (1987) 279.</summary>
    VollathF5,

    /// <summary>Variance over the square of the mean. S. J. Erasmus, K. C. A. Smith, J. Microsc. 127 (1982) 185.</summary>
    NormalisedVariance,

    /// <summary>Mean square of Sobel's gradient. E. Krotkov, Int. J. Comput. Vision 1 (1987) 223.</summary>
    Tenengrad,

    /// <summary>Mean square difference at two pixels. J. F. Brenner et al., J. Histochem. Cytochem. 24 (1976) 100.</summary>
    Brenner,

    /// <summary>Variance of the Laplacian of the grey as it is. J. L. Pech-Pacheco et al., ICPR 2000.</summary>
    LaplacianVariance,

    /// <summary><see cref="FocusScore"/>: variance of the Laplacian after smoothing by one pixel.</summary>
    SmoothedLaplacianVariance,
}
