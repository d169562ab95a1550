using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Storage.Runs;

/// <summary>Reads and writes <c>analysis/&lt;frame id&gt;.json</c>, so that a resumed run need not look at a frame again.</summary>
public static class FrameAnalysisFile
{
    /// <summary>Writes the analysis of a frame atomically; an older one is replaced.</summary>
    /// <exception cref="IOException">The disk is full or gone; nothing partial is left.</exception>
    public static Task WriteAsync(RunFolder folder, FrameAnalysis analysis, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(analysis);
        var stored = new StoredFrameAnalysis(analysis.FrameId, analysis.ForegroundFraction, analysis.Particles) { Review = analysis.Review };
        // One line: a frame has thousands of outline points, and indented each would stand on a line of its own.
        return AtomicFile.WriteAsync(folder.FrameAnalysisPath(analysis.FrameId), JsonSerializer.SerializeToUtf8Bytes(stored, DomainJson.Line), cancellationToken);
    }

    /// <summary>The analysis of a frame, or null when it was never saved, or the frame was taken again since.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static async Task<StoredFrameAnalysis?> ReadAsync(RunFolder folder, string frameId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = folder.FrameAnalysisPath(frameId);
        return File.Exists(path) ? await JsonFile.ReadAsync<StoredFrameAnalysis>(path, cancellationToken).ConfigureAwait(false) : null;
    }
}
