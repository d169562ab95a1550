using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Keeps the analyses of a run in its folder: particles with outlines for programs, a picture with outlines for people.</summary>
internal sealed class RunAnalyses(RunFolder folder) : IFrameAnalysisStore
{
    public async Task SaveAsync(Frame frame, FrameAnalysis analysis, CancellationToken cancellationToken)
    {
        string frameId = frame.Metadata.FrameId;
        await AtomicFile.WriteAsync(folder.OverlayPath(frameId), OverlayWriter.Render(frame.Image, analysis.Particles, frame.Metadata.PixelSizeNm, frame.Metadata.ScaleNote), cancellationToken).ConfigureAwait(false);
        await FrameAnalysisFile.WriteAsync(folder, analysis, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Particle>?> LoadAsync(string frameId, CancellationToken cancellationToken)
        => await FrameAnalysisFile.ReadAsync(folder, frameId, cancellationToken).ConfigureAwait(false) is { } analysis ? analysis.Particles : null;
}
