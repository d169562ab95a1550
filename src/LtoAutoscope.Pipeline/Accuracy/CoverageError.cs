using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>The errors of one trial: what all particles of the sample share, and the scatter of each.</summary>
internal sealed class CoverageError
{
    private readonly MeasurementAccuracy _errors;
    private readonly EdgeResponse? _edge;
    private readonly double _size;
    private readonly double _ratio;
    private readonly double _relativeRatio;
    private readonly double _dimension;

    internal CoverageError(MeasurementAccuracy errors, Random random)
    {
        _errors = errors;
        _edge = errors.TypicalEdge;

        // One error of the network shifts a sample's mean and median alike; it is drawn from what was measured of the mean, and stated so for both.
        Stated = errors with { DiameterNm = Alike(errors.DiameterNm), AspectRatio = Alike(errors.AspectRatio), FractalDimension = Alike(errors.FractalDimension) };
        double pixel = SummaryOptions.DefaultPixelSizeUncertaintyPercent / 100 * CoveragePopulation.Uniform(random, -1, 1);
        double threshold = MorphologyStatistics.ThresholdHalfWidth * CoveragePopulation.Uniform(random, -1, 1), blur = CoveragePopulation.Uniform(random, -1, 1);
        _size = pixel + Shared(errors.DiameterNm) + Edge(static e => e.DiameterPerThreshold, static e => e.DiameterBlur);
        _relativeRatio = Shared(errors.AspectRatio);
        _ratio = Edge(static e => e.AspectRatioPerThreshold, static e => e.AspectRatioBlur);
        _dimension = Shared(errors.FractalDimension) + Edge(static e => e.FractalDimensionPerThreshold, static e => e.FractalDimensionBlur);

        double Shared(MeasureAccuracy measure) => measure.MeanBias + measure.MeanSd * CoveragePopulation.Normal(random);

        double Edge(Func<EdgeResponse, double> slope, Func<EdgeResponse, double> shift) => _edge is null ? 0 : Known(slope(_edge)) * threshold + Known(shift(_edge)) * blur;
    }

    /// <summary>The accuracy record that the budget is given.</summary>
    internal MeasurementAccuracy Stated { get; }

    /// <summary>What measuring the whole population would give for a figure whose true value is known.</summary>
    internal double Applied(string measure, double truth) => measure switch
    {
        "diameter_nm" => truth * (1 + _size),
        "aspect_ratio" => truth * (1 + _relativeRatio) + _ratio,
        _ => truth + _dimension,
    };

    /// <summary>A particle as it would be measured.</summary>
    internal Particle Measure((double Diameter, double AspectRatio, double Dimension, double Weight) particle, Random random)
    {
        double diameter = particle.Diameter * (1 + _size) * (1 + Scatter(_errors.DiameterNm, random)), ratio = particle.AspectRatio * (1 + _relativeRatio) * (1 + Scatter(_errors.AspectRatio, random)) + _ratio;
        return new Particle
        {
            ParticleId = "f-0001", Frame = "f", LabelId = 1, XPx = 0, YPx = 0, AreaNm2 = Math.PI / 4 * diameter * diameter, DiameterNm = diameter, FeretMaxNm = diameter, FeretMinNm = diameter,
            LengthNm = diameter * Math.Sqrt(ratio), WidthNm = diameter / Math.Sqrt(ratio), AspectRatio = ratio, PerimeterNm = Math.PI * diameter, Circularity = 1, Solidity = 1,
            FractalDimension = particle.Dimension + _dimension + Scatter(_errors.FractalDimension, random), FractalDimensionSe = 0, TouchesBorder = false, Weight = particle.Weight, Confidence = 1,
            Class = ParticleClass.Whole, Edge = _edge,
        };
    }

    private static MeasureAccuracy Alike(MeasureAccuracy measure) => measure with { MedianBias = measure.MeanBias, MedianSd = measure.MeanSd };

    private static double Scatter(MeasureAccuracy measure, Random random) => Known(measure.ParticleSd) * CoveragePopulation.Normal(random);

    private static double Known(double value) => double.IsFinite(value) ? value : 0;
}
