namespace LtoAutoscope.Domain.Particles;

/// <summary>The three measures under one weighting.</summary>
public sealed record MorphologySummaries
{
    /// <summary>Equivalent circle diameter, nm.</summary>
    public required MeasureSummary DiameterNm { get; init; }

    /// <summary>Aspect ratio, ≥ 1.</summary>
    public required MeasureSummary AspectRatio { get; init; }

    /// <summary>Fractal dimension of the outline.</summary>
    public required MeasureSummary FractalDimension { get; init; }
}
