using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>A particle as far as it is drawn.</summary>
/// <param name="DiameterNm">Equivalent circle diameter, nm.</param>
/// <param name="Counts">Whether it enters statistics.</param>
/// <param name="Outline">x, y pairs in pixels of the frame, from the centre of its first pixel.</param>
public readonly record struct ParticleShape(double DiameterNm, bool Counts, IReadOnlyList<float> Outline)
{
    /// <summary>Of a particle with its whole outline.</summary>
    public static ParticleShape Of(Particle particle)
    {
        ArgumentNullException.ThrowIfNull(particle);
        return new(particle.DiameterNm, particle.Counts, particle.Outline);
    }
}
