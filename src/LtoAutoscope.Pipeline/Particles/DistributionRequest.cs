using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Which distribution is asked for.</summary>
public sealed record DistributionRequest
{
    /// <summary>Of what.</summary>
    public ParticleQuantity Quantity { get; init; } = ParticleQuantity.All[0];

    /// <summary>Whether particles are weighted by the volume of the sphere of their diameter besides.</summary>
    public bool ByVolume { get; init; }

    /// <summary>Whether the axis is logarithmic.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Which particles; those that do not count are left out besides.</summary>
    public ParticleFilter Filter { get; init; } = ParticleFilter.Everything;

    /// <summary>Whether particles that people rejected are left out of curves and bars.</summary>
    public bool WithDecisions { get; init; }

    /// <summary>Whether the way of the median over the frames is wanted.</summary>
    public bool Convergence { get; init; }
}
