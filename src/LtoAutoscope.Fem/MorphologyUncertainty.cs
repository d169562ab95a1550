using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Identification.Uncertainty;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem;

/// <summary>
/// What the uncertainty of the measured means does to CE1: the reduced model is run at both ends of the 95 % interval of the
/// mean of each measure, the others held. Half of each difference is that measure's half-width. Beside them stands what is not measured at all: the
/// particles' third dimension, half the range of CE1 over the models that fit the same silhouettes.
/// </summary>
/// <param name="Diameter">Half-width from the diameter.</param>
/// <param name="AspectRatio">Half-width from the aspect ratio.</param>
/// <param name="FractalDimension">Half-width from the fractal dimension.</param>
/// <param name="ShapeModel">Half-width from the shape and orientation model.</param>
internal readonly record struct MorphologyUncertainty(double Diameter, double AspectRatio, double FractalDimension, double ShapeModel)
{
    internal static readonly ProjectionModel[] Plausible = [ProjectionModel.ProlateFlat, ProjectionModel.ProlateRandom, ProjectionModel.Triaxial, ProjectionModel.OblateFlat];

    /// <summary>Half-widths from roughness cut-off and the material's parameters, by name.</summary>
    internal IReadOnlyDictionary<string, double> Further { get; init; } = new Dictionary<string, double>();

    /// <summary>All in quadrature.</summary>
    internal double Total => Math.Sqrt(
        (Diameter * Diameter) + (AspectRatio * AspectRatio) + (FractalDimension * FractalDimension) + (ShapeModel * ShapeModel) + Further.Values.Sum(v => v * v));

    internal static MorphologyUncertainty Estimate(Morphology morphology, Material material, CellModelOptions options, CancellationToken cancellationToken)
    {
        var shapes = options.Structure.Shape;
        var projection = new ProjectionToVolume(morphology, shapes);
        var weighted = morphology.VolumeWeighted;
        double d = weighted.DiameterNm.Mean, ratio = double.IsFinite(weighted.AspectRatio.Mean) ? weighted.AspectRatio.Mean : 1, fractal = weighted.FractalDimension.Mean;
        double[] models = [.. Plausible.Append(shapes.Model).Distinct().Select(model => Ce1(EllipsoidPopulation.Equivalent(morphology, shapes with { Model = model })))];
        return new MorphologyUncertainty(
            HalfWidth(weighted.DiameterNm, morphology.DiameterNm, value => projection.Ellipsoid(value, ratio, fractal, null)),
            HalfWidth(weighted.AspectRatio, morphology.AspectRatio, value => projection.Ellipsoid(d, value, fractal, null)),
            HalfWidth(weighted.FractalDimension, morphology.FractalDimension, value => projection.Ellipsoid(d, ratio, value, null)),
            // A tomography has seen the third dimension.
            options.Given is null ? (models.Max() - models.Min()) / 2 : 0)
        {
            Further = FurtherUncertainty.Estimate(morphology, material, options.RatePerHour, shapes, cancellationToken),
        };

        double HalfWidth(MeasureSummary measure, MeasureSummary byNumber, Func<double, Ellipsoid> shape)
        {
            // Where the volume-weighted interval is missing, the number-weighted one stands in with its relative width.
            double[]? interval = Usable(measure) ? measure.MeanCi95
                : Usable(byNumber) ? [.. byNumber.MeanCi95.Select(v => v / byNumber.Mean * measure.Mean)] : null;
            if (interval is null || !(interval[1] > interval[0])) return 0;
            return Math.Abs(Ce1(shape(interval[1])) - Ce1(shape(Math.Max(interval[0], 0.2 * measure.Mean)))) / 2;
        }

        double Ce1(Ellipsoid shape) => ReducedModels.Particle.Predict(
            new CellSample("mean", [SizeClass.From(shape)]), material, Protocol.Of(material, options.RatePerHour), cancellationToken).Ce1;
    }

    /// <summary>The same with a model of one's own, which is told a shape model, factors on diameter and aspect ratio, and a shift of the fractal dimension.</summary>
    internal static MorphologyUncertainty Estimate(Morphology morphology, ShapeOptions shapes, Func<ShapeOptions, double, double, double, double> ce1)
    {
        var weighted = morphology.VolumeWeighted;
        double[] models = [.. Plausible.Append(shapes.Model).Distinct().Select(model => ce1(shapes with { Model = model }, 1, 1, 0))];
        return new MorphologyUncertainty(
            HalfWidth(weighted.DiameterNm, morphology.DiameterNm, (value, mean) => ce1(shapes, Math.Max(0.2, value / mean), 1, 0)),
            HalfWidth(weighted.AspectRatio, morphology.AspectRatio, (value, mean) => ce1(shapes, 1, value / mean, 0)),
            HalfWidth(weighted.FractalDimension, morphology.FractalDimension, (value, mean) => ce1(shapes, 1, 1, value - mean)),
            (models.Max() - models.Min()) / 2);

        double HalfWidth(MeasureSummary measure, MeasureSummary byNumber, Func<double, double, double> at)
        {
            var used = Usable(measure) ? measure : byNumber;
            return Usable(used) ? Math.Abs(at(used.MeanCi95[1], used.Mean) - at(used.MeanCi95[0], used.Mean)) / 2 : 0;
        }
    }

    /// <summary>The parts by name, for <c>run_with.interval_half_width</c>.</summary>
    internal Dictionary<string, object?> ToKeys() => new(Further.Select(f => KeyValuePair.Create(f.Key, (object?)f.Value)))
    {
        ["morphology_diameter"] = Diameter,
        ["morphology_aspect_ratio"] = AspectRatio,
        ["morphology_fractal_dimension"] = FractalDimension,
        ["shape_model"] = ShapeModel,
    };

    private static bool Usable(MeasureSummary measure)
        => measure.MeanCi95 is { Length: 2 } ci && double.IsFinite(ci[0]) && double.IsFinite(ci[1]) && measure.Mean > 0 && ci[1] > ci[0];
}
