using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <content>The runs by the page, and their mosaics laid out from the invented frames.</content>
internal sealed partial class FakeLab
{
    public Task<RunList> FindRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        RunSummary[] found = [.. _runs.Values.Select(r => r.Summary).OrderByDescending(r => r.CreatedAt)
            .Where(run => (query.State is null || run.State == query.State) && (query.Sample is null || run.SampleName == query.Sample)
                && (run.SampleName.Contains(query.Text, StringComparison.OrdinalIgnoreCase) || run.RunId.Contains(query.Text, StringComparison.OrdinalIgnoreCase)))];
        return Task.FromResult(new RunList([.. found.Skip((query.Page - 1) * query.PageSize).Take(query.PageSize)], found.Length));
    }

    public Task<RunDetail?> ReadRunSummaryAsync(string runId, CancellationToken cancellationToken)
        => Task.FromResult(_runs.GetValueOrDefault(runId)?.Detail is { } run
            ? run with { Particles = [], Sizes = new SizeColumns([.. run.Particles.Select(p => p.DiameterNm)], [.. run.Particles.Select(p => p.Weight)], 0) }
            : null);

    public Task<MosaicState?> ReadMosaicAsync(string runId, CancellationToken cancellationToken)
    {
        if (_runs.GetValueOrDefault(runId)?.Detail is not { } run) return Task.FromResult<MosaicState?>(null);
        var layout = MosaicLayout.Of([], run.Frames, new Dictionary<string, (double, double)>(), (1024, 768, 4));
        MosaicFrame[] frames = [.. layout.Frames.Select((placed, i) => new MosaicFrame(placed.Frame, placed.Area, placed.Rect, (uint)(2 * i + 1), (uint)(2 * i + 1), 120, i + 1))];
        var ranges = new Dictionary<MosaicLayer, LayerRange> { [MosaicLayer.Image] = new(0, 65535, ""), [MosaicLayer.Size] = new(80, 200, "nm") };
        return Task.FromResult<MosaicState?>(new MosaicState(run.Record, run.State, layout, frames, ranges, null, frames.Length, 1, $"0badcafe-{frames.Length}"));
    }

    public async Task<TilePicture?> ReadTileAsync(string runId, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
        => await ReadMosaicAsync(runId, cancellationToken) is { } state && state.Ranges.ContainsKey(layer) && state.Layout.Geometry.Has(level, column, row)
            ? new TilePicture(SmallJpeg, "image/jpeg", state.VersionOf(layer, level, column, row)) : null;

    public Task<FrameExposures?> ReadExposuresAsync(string runId, string frameId, CancellationToken cancellationToken)
        => Task.FromResult(_runs.ContainsKey(runId) ? new FrameExposures(2, 466, 120) : null);

    public Task<Stream?> OpenFrameAsync(string runId, string frameId, CancellationToken cancellationToken)
        => Task.FromResult<Stream?>(_runs.GetValueOrDefault(runId)?.Frames.Any(frame => frame.Metadata.FrameId == frameId) == true ? new MemoryStream([0x49, 0x49, 0x2a, 0]) : null);
}
