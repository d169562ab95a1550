namespace LtoAutoscope.Domain.Particles;

/// <summary>How one particle's measures answer to its edge: it was outlined again at other thresholds and with a more blurred edge.</summary>
/// <param name="BlurNm">Standard deviation of the edge's blur (point-spread function and scan) read from the grey across the outline, nm; NaN where no clean edge was found.</param>
/// <param name="DiameterPerThreshold">d ln(diameter) by d(threshold), per unit of probability.</param>
/// <param name="AspectRatioPerThreshold">d(aspect ratio) by d(threshold).</param>
/// <param name="FractalDimensionPerThreshold">d(fractal dimension) by d(threshold); NaN without dimension.</param>
/// <param name="DiameterBlur">Change of ln(diameter) when the outline's map is blurred once more by <paramref name="BlurNm"/>.</param>
/// <param name="AspectRatioBlur">The same for the aspect ratio.</param>
/// <param name="FractalDimensionBlur">The same for the fractal dimension; NaN without dimension.</param>
public sealed record EdgeResponse(
    double BlurNm,
    double DiameterPerThreshold,
    double AspectRatioPerThreshold,
    double FractalDimensionPerThreshold,
    double DiameterBlur,
    double AspectRatioBlur,
    double FractalDimensionBlur);
