using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Ellipsoids drawn from a measured morphology (<see cref="ParticlePopulation"/> draws other shapes too).</summary>
public static class EllipsoidPopulation
{
    /// <summary>Draws <paramref name="count"/> ellipsoids, in random order.</summary>
    /// <param name="morphology">The morphology.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="realisation">Which realisation.</param>
    /// <param name="model">The shape and orientation model.</param>
    /// <exception cref="InputException">The morphology holds no usable particle.</exception>
    public static IReadOnlyList<Ellipsoid> Draw(
        Morphology morphology, int count, long seed, int realisation, ProjectionModel model = ProjectionModel.ProlateFlat)
        => [.. ParticlePopulation.Draw(morphology, count, seed, realisation, new ShapeOptions { Model = model }).Cast<Ellipsoid>()];

    /// <summary>The single ellipsoid with the volume-weighted mean diameter, aspect ratio and fractal dimension.</summary>
    /// <param name="morphology">The morphology.</param>
    /// <param name="options">The shape and orientation model; prolate lying flat if null.</param>
    /// <exception cref="InputException">The morphology holds no usable particle.</exception>
    public static Ellipsoid Equivalent(Morphology morphology, ShapeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        var weighted = morphology.VolumeWeighted;
        double d = weighted.DiameterNm.Mean;
        if (!(d > 0) || !double.IsFinite(d)) throw ParticlePopulation.NoParticles();
        double ratio = weighted.AspectRatio.Mean;
        return new ProjectionToVolume(morphology, options ?? new ShapeOptions())
            .Ellipsoid(d, double.IsFinite(ratio) ? ratio : 1, weighted.FractalDimension.Mean, null);
    }
}
