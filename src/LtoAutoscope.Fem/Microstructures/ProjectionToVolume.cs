using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Turns silhouettes into bodies by a stated shape and orientation model.</summary>
public sealed class ProjectionToVolume
{
    private readonly ShapeOptions _options;
    private readonly AspectRatioUnfolding? _unfolding;

    private ProjectionToVolume(ShapeOptions options) => _options = options;

    /// <summary>Prolate and lying flat, whatever the sample.</summary>
    internal static ProjectionToVolume Flat { get; } = new(new ShapeOptions());

    /// <param name="morphology">The sample; its joint distribution is what <see cref="ProjectionModel.ProlateRandom"/> is unfolded from.</param>
    /// <param name="options">The model.</param>
    /// <exception cref="LtoAutoscope.Domain.InputException">An option is out of range.</exception>
    public ProjectionToVolume(Morphology morphology, ShapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        if (options.Model == ProjectionModel.ProlateRandom && morphology.Joint.Count > 0)
            _unfolding = new AspectRatioUnfolding(morphology.Joint.Select(s => (s.AspectRatio, s.Weight)));
    }

    /// <summary>The ellipsoid behind a silhouette.</summary>
    /// <param name="diameter">Area-equivalent diameter.</param>
    /// <param name="aspectRatio">Length over width; below 1 or unknown counts as 1.</param>
    /// <param name="fractalDimension">Of the outline, NaN where unknown.</param>
    /// <param name="random">For the model that draws the hidden length; null takes its mean.</param>
    public Ellipsoid Ellipsoid(double diameter, double aspectRatio, double fractalDimension, SeededRandom? random)
    {
        double apparent = double.IsFinite(aspectRatio) ? Math.Max(1, aspectRatio) : 1;
        if (_options.Model != ProjectionModel.ProlateRandom || _unfolding is null) return Of(_options, diameter, apparent, apparent, fractalDimension);
        double real = random is null ? _unfolding.Posterior(apparent).Sum(p => p.AspectRatio * p.Share) : _unfolding.Draw(apparent, random);
        return Of(_options, diameter, apparent, real, fractalDimension);
    }

    /// <summary>The body behind a silhouette: the ellipsoid, or the superellipsoid with its silhouette.</summary>
    /// <inheritdoc cref="Ellipsoid"/>
    public IParticleShape Shape(double diameter, double aspectRatio, double fractalDimension, SeededRandom? random)
    {
        var ellipsoid = Ellipsoid(diameter, aspectRatio, fractalDimension, random);
        return _options.Exponent1 == 2 && _options.Exponent2 == 2 ? ellipsoid : Superellipsoid.WithSilhouetteOf(ellipsoid, _options.Exponent1, _options.Exponent2);
    }

    /// <summary>The ellipsoid of a silhouette whose true aspect ratio is known or, without a distribution to unfold, taken as the apparent one.</summary>
    internal static Ellipsoid Of(ShapeOptions options, double d, double apparent, double real, double fractalDimension)
    {
        double root = Math.Sqrt(apparent), halfLength = d * root / 2, halfWidth = d / root / 2;
        return options.Model switch
        {
            ProjectionModel.ProlateRandom => new Ellipsoid(real * halfWidth, halfWidth, fractalDimension) { ProjectedDiameter = d },
            ProjectionModel.OblateFlat => new Ellipsoid(d / 2, d / 2 / apparent, fractalDimension) { MiddleSemiAxis = d / 2 },
            ProjectionModel.OblateEdge => new Ellipsoid(halfLength, halfWidth, fractalDimension) { MiddleSemiAxis = halfLength, ProjectedDiameter = d },
            ProjectionModel.Triaxial => new Ellipsoid(halfLength, options.ThirdAxisRatio * halfWidth, fractalDimension) { MiddleSemiAxis = halfWidth },
            ProjectionModel.Sphere => new Ellipsoid(d / 2, d / 2, fractalDimension),
            _ => new Ellipsoid(halfLength, halfWidth, fractalDimension),
        };
    }
}
