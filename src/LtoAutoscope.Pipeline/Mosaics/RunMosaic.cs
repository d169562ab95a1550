using System.Diagnostics;
using LtoAutoscope.Acquisition.Mosaics;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Pyramids;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>One run's mosaic in memory: its story, its reduced frames and the state that follows from both, kept up as the journal grows.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunMosaic : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly RunChronicle _chronicle;
    private readonly FramePack _pack;
    private readonly string _epoch;
    private readonly LayerRanges _ranges = new();
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private volatile MosaicState? _state;
    private MosaicSolution? _solution;
    private int _preparations;
    private int _shownPreparations;
    private long _shownAt;
    private bool _toldAhead; // the story has lines that the state does not show yet

    private RunMosaic(RunFolder folder, FramePack pack, string epoch)
        => (_chronicle, _pack, _epoch, Reduced) = (new RunChronicle(folder), pack, epoch, new ReducedFrames(pack));

    public RunFolder Folder => _chronicle.Folder;

    public ReducedFrames Reduced { get; }

    /// <summary>Frames that it holds in memory.</summary>
    public int FrameCount => _state?.Frames.Count ?? 0;

    /// <summary>When somebody asked for it last.</summary>
    public long UsedAt { get; set; }

    /// <summary>Opens a run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="cache">Where its reduced frames lie.</param>
    /// <param name="epoch">Tells this process's numbers of changes from another's.</param>
    public static RunMosaic Open(RunFolder folder, string cache, string epoch) => new(folder, FramePack.Open(cache), epoch);

    public void Dispose() => _pack.Dispose();

    /// <summary>The state now, or a fraction of a second ago; what came into the journal since is read first.</summary>
    public async Task<MosaicState> StateAsync(CancellationToken cancellationToken)
    {
        if (_state is { } now && (Stopwatch.GetElapsedTime(Volatile.Read(ref _shownAt)) < Freshness || (!_toldAhead && !_chronicle.IsBehind && _shownPreparations == Volatile.Read(ref _preparations)))) return now;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool more = await _chronicle.CatchUpAsync(cancellationToken).ConfigureAwait(false) || _toldAhead;
            _toldAhead = false;
            int preparations = Volatile.Read(ref _preparations);
            if (more || _state is null || preparations != _shownPreparations) await ShowAsync(preparations, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _shownAt, Stopwatch.GetTimestamp());
            return _state!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does something with the story while it does not change.</summary>
    public async Task<T> TellAsync<T>(Func<RunChronicle, T> tell, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _toldAhead |= await _chronicle.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return tell(_chronicle);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Frames whose picture or analysis is not reduced yet, and can be.</summary>
    public async Task<IReadOnlyList<MosaicFrame>> UnpreparedAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _shownAt, 0);
        MosaicState state = await StateAsync(cancellationToken).ConfigureAwait(false);
        lock (_unreadable)
        {
            return [.. state.Frames.Where(frame => frame.Frame.Sha256.Length > 0
                && (frame.Picture == 0 || (frame.Analysis == 0 && frame.Frame.WholeCount is not null)) && !_unreadable.Contains(KeyOf(frame.Frame)))];
        }
    }

    /// <summary>Reduces one frame. One that cannot be read is told once and left out.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<string?> PrepareAsync(FrameView frame, CancellationToken cancellationToken)
    {
        try
        {
            if (!Reduced.HasGrey(frame)) Reduced.Add(frame, await GreysAsync(frame, cancellationToken).ConfigureAwait(false));
            if (frame.WholeCount is not null && !Reduced.HasAnalysis(frame)
                && await FrameAnalysisFile.ReadAsync(Folder, frame.Metadata.FrameId, cancellationToken).ConfigureAwait(false) is { } analysis)
                Reduced.Add(frame, analysis.Particles);
            else if (frame.WholeCount is not null && !Reduced.HasAnalysis(frame))
                lock (_unreadable) _unreadable.Add(KeyOf(frame));
            Interlocked.Increment(ref _preparations);
            return null;
        }
        catch (Exception error) when (error is InputException or FileNotFoundException or ArgumentException)
        {
            lock (_unreadable) _unreadable.Add(KeyOf(frame));
            return error.Message;
        }
    }

    /// <summary>A frame's pixels for the eye, from its file.</summary>
    public async Task<FrameGreys> GreysAsync(FrameView frame, CancellationToken cancellationToken)
    {
        string id = frame.Metadata.FrameId;
        Frame read = await Folder.Frames(new TiffFrameCodec()).LoadAsync(new FrameRecord(frame.Metadata, $"frames/{id}.tif", frame.Sha256), cancellationToken).ConfigureAwait(false);
        return FrameGreys.Of(read.Image);
    }

    /// <summary>The particles of a frame with outlines; empty where it has no analysis.</summary>
    public async Task<IReadOnlyList<Particle>> ParticlesAsync(string frameId, CancellationToken cancellationToken)
        => await FrameAnalysisFile.ReadAsync(Folder, frameId, cancellationToken).ConfigureAwait(false) is { } analysis ? analysis.Particles : [];

    private static string KeyOf(FrameView frame) => $"{frame.Metadata.FrameId} {frame.Sha256} {frame.WholeCount}";

    private async Task ShowAsync(int preparations, CancellationToken cancellationToken)
    {
        if (_solution is null && _chronicle.IsStitched && File.Exists(Folder.PathOf(MosaicWriter.PositionsFile)))
            _solution = await JsonFile.ReadAsync<MosaicSolution>(Folder.PathOf(MosaicWriter.PositionsFile), cancellationToken).ConfigureAwait(false);
        MosaicState? before = _state;
        ExposureSettings exposure = Folder.Record.Recipe.Exposure;
        MosaicLayout layout = MosaicLayout.Of(_chronicle.Areas, _chronicle.Story.Frames, Middles(_solution), (exposure.WidthPx, exposure.HeightPx, exposure.FieldWidthUm * 1000 / exposure.WidthPx));
        long change = (before?.Change ?? 0) + 1;
        bool moved = before is null || before.Layout.Geometry != layout.Geometry || !before.Layout.Areas.SequenceEqual(layout.Areas);
        Dictionary<string, MosaicFrame> known = before?.Frames.ToDictionary(static frame => frame.Frame.Metadata.FrameId, StringComparer.Ordinal) ?? [];
        List<MosaicFrame> frames = [];
        bool touched = moved || before!.State != _chronicle.Story.State;
        foreach (PlacedFrame placed in layout.Frames)
        {
            string id = placed.Frame.Metadata.FrameId;
            bool hasAnalysis = Reduced.HasAnalysis(placed.Frame);
            var frame = new MosaicFrame(
                placed.Frame, placed.Area, placed.Rect, Reduced.HasGrey(placed.Frame) ? Folded(ReducedFrames.TagOf(placed.Frame)) : 0,
                hasAnalysis ? Folded(ReducedFrames.AnalysisTagOf(placed.Frame)) : 0, hasAnalysis ? Reduced.MedianOf(id) : float.NaN, change);
            bool same = known.TryGetValue(id, out MosaicFrame? old) && old.ShowsTheSame(frame);
            touched |= !same;
            frames.Add(same ? frame with { Change = old!.Change } : frame);
        }

        _ranges.Refresh(frames, Reduced, _solution);
        Dictionary<MosaicLayer, LayerRange> ranges = new() { [MosaicLayer.Image] = _ranges.Grey };
        if (_ranges.Size is { } size) (ranges[MosaicLayer.Masks], ranges[MosaicLayer.Size]) = (new LayerRange(0, 1, ""), size);
        if (_ranges.Focus is { } focus) ranges[MosaicLayer.Focus] = focus;
        if (_ranges.Seam is { } seam) ranges[MosaicLayer.Seam] = seam;
        touched |= before is not null && !ranges.OrderBy(static r => r.Key).SequenceEqual(before.Ranges.OrderBy(static r => r.Key));
        _shownPreparations = preparations;
        if (!touched) return;
        _state = new MosaicState(
            Folder.Record, _chronicle.Story.State, layout, frames, ranges, _solution, change, moved ? change : before!.LayoutChange, FormattableString.Invariant($"{_epoch}-{change}"));
    }

    private static uint Folded(ulong tag) => (uint)(tag ^ (tag >> 32)) | 1;

    /// <summary>Where the solution puts the middle of each frame, in stage coordinates.</summary>
    internal static Dictionary<string, (double XMm, double YMm)> Middles(MosaicSolution? solution)
        => solution is null ? [] : solution.Tiles.ToDictionary(
            static tile => tile.FrameId,
            tile => (solution.OriginXMm + (tile.XPx + (tile.WidthPx - 1) / 2.0) * solution.PixelSizeNm * 1e-6, solution.OriginYMm - (tile.YPx + (tile.HeightPx - 1) / 2.0) * solution.PixelSizeNm * 1e-6),
            StringComparer.Ordinal);
}
