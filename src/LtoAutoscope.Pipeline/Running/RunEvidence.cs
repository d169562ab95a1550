using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>Keeps pictures of incidents in <c>evidence/</c> of the run folder.</summary>
internal sealed class RunEvidence(RunFolder folder) : IEvidenceStore
{
    private const int WidthPx = 512;

    public async Task<string> SaveAsync(string name, GreyImage image, CancellationToken cancellationToken)
    {
        string path = $"evidence/{name}.jpg";
        await AtomicFile.WriteAsync(folder.PathOf(path), PreviewEncoder.ToJpeg(image, WidthPx), cancellationToken).ConfigureAwait(false);
        return path;
    }
}
