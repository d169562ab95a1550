using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>What a shape and orientation model makes of a measured morphology, over its whole joint distribution.</summary>
/// <param name="Model">The model.</param>
/// <param name="MeanVolumeNm3">Mean volume of a particle, by number, nm³.</param>
/// <param name="MeanAreaNm2">Mean smooth area of a particle, by number, nm².</param>
/// <param name="AreaToVolume">Area over volume of the sample, 1/nm; over the density it is the smooth specific surface.</param>
/// <param name="MeanLagNm2">Volume-weighted mean of the diffusion lag, nm² (R²/15 for spheres).</param>
/// <param name="VolumeRatio">Mean volume over that of the default model.</param>
/// <param name="AreaToVolumeRatio">Area over volume, over that of the default model.</param>
/// <param name="LagRatio">Lag over that of the default model.</param>
public sealed record ProjectionEffect(
    ProjectionModel Model, double MeanVolumeNm3, double MeanAreaNm2, double AreaToVolume, double MeanLagNm2,
    double VolumeRatio, double AreaToVolumeRatio, double LagRatio)
{
    /// <summary>Compares all models on a morphology.</summary>
    /// <param name="morphology">The sample.</param>
    /// <param name="options">Third axis and exponents; the model in it is not used.</param>
    /// <exception cref="LtoAutoscope.Domain.InputException">The morphology holds no usable particle.</exception>
    public static IReadOnlyList<ProjectionEffect> Compare(Morphology morphology, ShapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        var samples = ParticlePopulation.Usable(morphology);
        ProjectionEffect? standard = null;
        var all = new List<ProjectionEffect>();
        foreach (var model in Enum.GetValues<ProjectionModel>())
        {
            var projection = new ProjectionToVolume(morphology, options with { Model = model, Exponent1 = 2, Exponent2 = 2 });
            var random = new SeededRandom(1, (long)model);
            double weight = 0, volume = 0, area = 0, lag = 0;
            foreach (var sample in samples)
            {
                var shape = projection.Ellipsoid(sample.DiameterNm, sample.AspectRatio, double.NaN, random);
                weight += sample.Weight;
                volume += sample.Weight * shape.Volume;
                area += sample.Weight * shape.SurfaceArea;
                lag += sample.Weight * shape.Volume * shape.DiffusionLag;
            }

            var effect = new ProjectionEffect(model, volume / weight, area / weight, area / volume, lag / volume, 1, 1, 1);
            standard ??= effect;
            all.Add(effect with
            {
                VolumeRatio = effect.MeanVolumeNm3 / standard.MeanVolumeNm3,
                AreaToVolumeRatio = effect.AreaToVolume / standard.AreaToVolume,
                LagRatio = effect.MeanLagNm2 / standard.MeanLagNm2,
            });
        }

        return all;
    }
}
