using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Keeps the frames of a run and, beside each, the small picture that pages show. The picture is there before the frame is, so a page that hears of a frame can show it.</summary>
internal sealed class PreviewedFrames(RunFolder folder, IFrameStore frames) : IFrameStore
{
    private const int PreviewWidthPx = 1024;

    public async Task<FrameRecord> SaveAsync(Frame frame, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(folder.PreviewPath(frame.Metadata.FrameId), PreviewEncoder.ToJpeg(frame.Image, PreviewWidthPx), cancellationToken).ConfigureAwait(false);
        return await frames.SaveAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    public Task<Frame> LoadAsync(FrameRecord record, CancellationToken cancellationToken) => frames.LoadAsync(record, cancellationToken);

    public Task<bool> VerifyAsync(FrameRecord record, CancellationToken cancellationToken) => frames.VerifyAsync(record, cancellationToken);
}
