using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Domain.Frames;

/// <summary>What was seen on one frame.</summary>
/// <param name="FrameId">The frame.</param>
/// <param name="Particles">All particles found, those that touch the border included.</param>
/// <param name="Labels">The instance mask; a particle's label is its <see cref="Particle.LabelId"/>.</param>
/// <param name="ForegroundFraction">Share of the frame's pixels that lie in a particle, 0…1.</param>
public sealed record FrameAnalysis(string FrameId, IReadOnlyList<Particle> Particles, LabelImage Labels, double ForegroundFraction)
{
    /// <summary>How far it can be trusted.</summary>
    public FrameReview Review { get; init; } = FrameReview.None;
}
