using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>
/// The mosaics of all runs: states for pages, tiles as bytes, and behind both the reduced frames, which are made in the background as frames land or when somebody first
/// looks at a run. They lie in <c>cache/mosaics/&lt;run id&gt;/</c>, outside the run folder: they are derived, so no backup, checksum or report counts on them.
/// </summary>
/// <remarks>Thread-safe. While a run has the instrument, the background work rests as long as it works, so that acquisition and analysis go first.</remarks>
public sealed partial class RunMosaics : IAsyncDisposable
{
    private const long TileBytes = 64L << 20;
    private const int OpenFrames = 40_000, OpenRuns = 32;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(200);
    private readonly DataFolder _data;
    private readonly Func<bool> _isBusy;
    private readonly ILogger _logger;
    private readonly string _epoch = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<string, Task<RunMosaic>> _open = new(StringComparer.Ordinal);
    private readonly BoundedCache<(string Run, MosaicLayer Layer, int Level, int Column, int Row, string Version), byte[]> _tiles = new(TileBytes, static bytes => bytes.Length);
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, bool> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(Math.Max(2, Environment.ProcessorCount));
    private readonly CancellationTokenSource _ending = new();
    private readonly TileMaker _maker = new();
    private readonly Task _preparing;
    private volatile string? _preparedNow;
    private int _disposed;

    /// <summary>Begins to listen; nothing is made before it is asked for.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="isBusy">Whether a run has the instrument now.</param>
    /// <param name="logger">Is told of frames that cannot be read.</param>
    public RunMosaics(DataFolder data, Func<bool> isBusy, ILogger logger)
    {
        (_data, _isBusy, _logger) = (data, isBusy, logger);
        _preparing = Task.Run(PrepareAsync);
    }

    /// <summary>The folder of the reduced frames of a run.</summary>
    public static string CacheOf(DataFolder data, string runId)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Path.Combine(data.Cache, "mosaics", runId);
    }

    /// <summary>A frame of the run landed, or changed: its reduced picture is made in the background. Returns at once.</summary>
    public void Wake(string runId)
    {
        if (_waiting.TryAdd(runId, true)) _asked.Writer.TryWrite(runId);
    }

    /// <summary>A run's mosaic now, or null when there is no such run.</summary>
    public async Task<MosaicState?> StateAsync(string runId, CancellationToken cancellationToken)
    {
        if (await OpenAsync(runId).ConfigureAwait(false) is not { } mosaic) return null;
        MosaicState state = await mosaic.StateAsync(cancellationToken).ConfigureAwait(false);
        if (_preparedNow != runId && state.Frames.Any(static frame => frame.Frame.Sha256.Length > 0 && (frame.Picture == 0 || (frame.Analysis == 0 && frame.Frame.WholeCount is not null)))) Wake(runId);
        return state;
    }

    /// <summary>A tile, or null when there is no such run, layer or tile.</summary>
    public async Task<TilePicture?> TileAsync(string runId, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
    {
        if (await OpenAsync(runId).ConfigureAwait(false) is not { } mosaic) return null;
        MosaicState state = await mosaic.StateAsync(cancellationToken).ConfigureAwait(false);
        if (!state.Ranges.ContainsKey(layer) || !state.Layout.Geometry.Has(level, column, row)) return null;
        string version = state.VersionOf(layer, level, column, row);
        byte[] bytes;
        while (true)
        {
            try
            {
                bytes = await _tiles.GetAsync((runId, layer, level, column, row, version), () => MakeAsync(mosaic, state, layer, level, column, row, cancellationToken)).ConfigureAwait(false);
                break;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Somebody else had begun it and went away; it is begun again.
            }
        }

        return new TilePicture(bytes, layer == MosaicLayer.Image ? "image/jpeg" : "image/png", version);
    }

    /// <summary>Does something with a run's story while it does not change; the default when there is no such run.</summary>
    internal async Task<T?> TellAsync<T>(string runId, Func<RunChronicle, ReducedFrames, T> tell, CancellationToken cancellationToken)
        => await OpenAsync(runId).ConfigureAwait(false) is { } mosaic ? await mosaic.TellAsync(chronicle => tell(chronicle, mosaic.Reduced), cancellationToken).ConfigureAwait(false) : default;

    /// <summary>Ends the background work; more than once does no harm.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _asked.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _preparing.ConfigureAwait(false);
        foreach (Task<RunMosaic> open in _open.Values)
        {
            try
            {
                (await open.ConfigureAwait(false)).Dispose();
            }
            catch (InputException)
            {
                // It could not be opened, so there is nothing to close.
            }
        }

        _ending.Dispose();
        _making.Dispose();
    }

    private async Task<byte[]> MakeAsync(RunMosaic mosaic, MosaicState state, MosaicLayer layer, int level, int column, int row, CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return layer == MosaicLayer.Image
                ? await _maker.GreyAsync(mosaic, state, level, column, row, cancellationToken).ConfigureAwait(false)
                : await _maker.OverlayAsync(mosaic, state, layer, level, column, row, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _making.Release();
        }
    }

    private async Task<RunMosaic?> OpenAsync(string runId)
    {
        if (!RunId.IsValid(runId) || !File.Exists(Path.Combine(_data.RunPath(runId), RunFolder.RecordName))) return null;
        Task<RunMosaic> opening = _open.GetOrAdd(runId, static (id, self) => self.LoadAsync(id), this);
        try
        {
            RunMosaic mosaic = await opening.ConfigureAwait(false);
            mosaic.UsedAt = Stopwatch.GetTimestamp();
            return mosaic;
        }
        catch
        {
            _open.TryRemove(KeyValuePair.Create(runId, opening));
            throw;
        }
    }

    private async Task<RunMosaic> LoadAsync(string runId)
    {
        await CloseUnusedAsync().ConfigureAwait(false);
        RunFolder folder = await RunFolder.OpenAsync(_data.RunPath(runId), _ending.Token).ConfigureAwait(false);
        return RunMosaic.Open(folder, CacheOf(_data, runId), _epoch);
    }

    /// <summary>Forgets the runs that nobody asked for longest, beyond what memory should hold. Who still reads one goes on: its files close with the last reader.</summary>
    private async Task CloseUnusedAsync()
    {
        List<(string Id, RunMosaic Mosaic, int Frames)> open = [];
        foreach ((string id, Task<RunMosaic> task) in _open)
            if (task.IsCompletedSuccessfully && await task.ConfigureAwait(false) is var mosaic) open.Add((id, mosaic, mosaic.FrameCount));
        int frames = open.Sum(static run => run.Frames), runs = open.Count;
        foreach ((string id, RunMosaic _, int count) in open.OrderBy(static run => run.Mosaic.UsedAt))
        {
            if (frames <= OpenFrames && runs < OpenRuns) break;
            if (id == _preparedNow || _waiting.ContainsKey(id)) continue;
            if (_open.TryRemove(id, out _)) (frames, runs) = (frames - count, runs - 1);
        }
    }

    private async Task PrepareAsync()
    {
        try
        {
            await foreach (string runId in _asked.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
            {
                _preparedNow = runId;
                _waiting.TryRemove(runId, out _);
                try
                {
                    await PrepareAsync(runId).ConfigureAwait(false);
                }
                catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
                {
                    // The pages then show less; the run is not touched. The next frame or look tries again.
                    LogNotPrepared(runId, error.Message);
                }
                finally
                {
                    _preparedNow = null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task PrepareAsync(string runId)
    {
        if (await OpenAsync(runId).ConfigureAwait(false) is not { } mosaic) return;
        foreach (MosaicFrame frame in await mosaic.UnpreparedAsync(_ending.Token).ConfigureAwait(false))
        {
            long began = Stopwatch.GetTimestamp();
            if (await mosaic.PrepareAsync(frame.Frame, _ending.Token).ConfigureAwait(false) is { } problem) LogNotPrepared(runId, problem);
            if (!_isBusy()) continue;
            TimeSpan worked = Stopwatch.GetElapsedTime(began);
            await Task.Delay(worked < LongestRest ? worked : LongestRest, _ending.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A part of the mosaic of run {RunId} could not be prepared: {Reason}")]
    private partial void LogNotPrepared(string runId, string reason);
}
