using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Storage.Runs;

/// <summary><c>analysis/&lt;frame id&gt;.json</c>: what was seen on one frame, without the mask (the outlines tell it).</summary>
/// <param name="FrameId">The frame.</param>
/// <param name="ForegroundFraction">Share of the frame's pixels that lie in a particle, 0…1.</param>
/// <param name="Particles">All particles, with outlines.</param>
public sealed record StoredFrameAnalysis(string FrameId, double ForegroundFraction, IReadOnlyList<Particle> Particles)
{
    /// <summary>How far it can be trusted; null in files of earlier versions.</summary>
    public FrameReview? Review { get; init; }
}
