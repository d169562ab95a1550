using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <content>What pages ask of runs and their mosaics.</content>
public sealed partial class Lab
{
    private const int FewFrames = 200, KeptDecisions = 200;

    /// <inheritdoc/>
    public async Task<RunList> FindRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = new RunFilter(query.Sample, query.State) { Text = query.Text.Trim(), From = query.From, Before = query.Before };
        (IReadOnlyList<IndexedRun> runs, int total) = await Index.RunPageAsync(filter, (query.Page - 1) * query.PageSize, query.PageSize, cancellationToken).ConfigureAwait(false);
        return new RunList([.. runs.Select(Summarise)], total);
    }

    /// <inheritdoc/>
    public async Task<RunDetail?> ReadRunSummaryAsync(string runId, CancellationToken cancellationToken)
    {
        // The state is asked for as well, so that what it lacks is prepared.
        if (FindRun(runId) is null || await _mosaics.StateAsync(runId, cancellationToken).ConfigureAwait(false) is null) return null;
        (RunFolder folder, RunDetail told) = await _mosaics.TellAsync(runId, (chronicle, reduced) =>
        {
            RunStory story = chronicle.Story;
            IReadOnlyList<FrameView> frames = story.Frames;
            return (chronicle.Folder, new RunDetail
            {
                Record = chronicle.Folder.Record, State = story.State, EndedAt = story.EndedAt, Frames = frames, Decisions = [.. story.Decisions.TakeLast(KeptDecisions)], Convergence = story.Convergence,
                Sizes = reduced.SizesOf(frames),
            });
        }, cancellationToken).ConfigureAwait(false);
        // Runs of earlier versions did not note how their median settled; a small one is asked again.
        if (told.Convergence.Count == 0 && told.Frames.Count is > 0 and <= FewFrames && told.State != RunState.Running)
            told = told with { Convergence = await RunReader.ConvergenceAsync(folder, told.Frames, cancellationToken).ConfigureAwait(false) };
        return await RunReader.WithResultsAsync(told, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<MosaicState?> ReadMosaicAsync(string runId, CancellationToken cancellationToken) => _mosaics.StateAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public Task<TilePicture?> ReadTileAsync(string runId, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
        => _mosaics.TileAsync(runId, layer, level, column, row, cancellationToken);

    /// <inheritdoc/>
    public Task<FrameExposures?> ReadExposuresAsync(string runId, string frameId, CancellationToken cancellationToken)
        => _mosaics.TellAsync(runId, (chronicle, _) => chronicle.ExposuresOf(frameId), cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream?> OpenFrameAsync(string runId, string frameId, CancellationToken cancellationToken)
    {
        if (!RunId.IsValid(frameId)) return null;
        bool known = await _mosaics.TellAsync(runId, (chronicle, _) => chronicle.Story.Frames.Any(frame => frame.Metadata.FrameId == frameId && frame.Sha256.Length > 0), cancellationToken).ConfigureAwait(false);
        string file = Path.Combine(_data.RunPath(runId), "frames", frameId + ".tif");
        return known && File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous) : null;
    }

    private RunSummary Summarise(IndexedRun run) => new(
        run.RunId, run.SampleName, run.RunId == _active?.RunId ? RunState.Running : run.State, run.CreatedAt, run.EndedAt, run.IsSimulated, run.Particles, run.MedianDiameterNm, run.Ce1Model, run.Ce1Regression);
}
