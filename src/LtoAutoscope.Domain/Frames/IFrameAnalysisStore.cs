namespace LtoAutoscope.Domain.Frames;

/// <summary>Keeps what was seen on the frames of one run, so that a resumed run need not look again.</summary>
public interface IFrameAnalysisStore
{
    /// <summary>Writes the particles and outlines of a frame atomically; saving a frame id again replaces it.</summary>
    Task SaveAsync(Frame frame, FrameAnalysis analysis, CancellationToken cancellationToken);

    /// <summary>The particles of a frame with their outlines, or null when it was never saved.</summary>
    Task<IReadOnlyList<Particles.Particle>?> LoadAsync(string frameId, CancellationToken cancellationToken);
}
