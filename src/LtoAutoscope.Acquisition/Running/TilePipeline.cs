using System.Collections.Concurrent;
using System.Threading.Channels;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>
/// Saves and analyses tiles while the next ones are being scanned. Two bounded channels, so that acquisition waits when the disk or the network cannot keep up and memory
/// does not grow with the night.
/// </summary>
/// <remarks>One caller posts; outcomes may be awaited by anyone.</remarks>
internal sealed class TilePipeline : IAsyncDisposable
{
    /// <summary>Tiles that may wait before each of the two steps.</summary>
    public const int Capacity = 2;

    private readonly Channel<(TileVisit Visit, Frame Frame)> _toSave = Channel.CreateBounded<(TileVisit, Frame)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Channel<(TileVisit Visit, Frame? Frame, FrameRecord Record)> _toAnalyse = Channel.CreateBounded<(TileVisit, Frame?, FrameRecord)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentDictionary<TileVisit, TaskCompletionSource> _settled = new();
    private readonly Func<TileVisit, Frame, Task<FrameRecord>> _save;
    private readonly Func<TileVisit, Frame?, FrameRecord, Task> _analyse;
    private readonly Task _saver, _analyst;
    private Exception? _failure;

    /// <param name="save">Puts a frame on the disk and journals it.</param>
    /// <param name="analyse">Analyses a saved frame and journals its outcome.</param>
    public TilePipeline(Func<TileVisit, Frame, Task<FrameRecord>> save, Func<TileVisit, Frame?, FrameRecord, Task> analyse)
    {
        (_save, _analyse) = (save, analyse);
        _saver = Task.Run(SaveAllAsync);
        _analyst = Task.Run(AnalyseAllAsync);
    }

    /// <summary>Gives a scanned tile in; returns when there is room.</summary>
    public async Task PostAsync(TileVisit visit, Frame frame, CancellationToken cancellationToken)
    {
        Expect(visit);
        await _toSave.Writer.WriteAsync((visit, frame), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a tile in that an earlier process saved and did not analyse.</summary>
    public async Task PostSavedAsync(TileVisit visit, FrameRecord record, CancellationToken cancellationToken)
    {
        Expect(visit);
        await _toAnalyse.Writer.WriteAsync((visit, null, record), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the outcome of a visit is in the journal; at once for one that was never given in.</summary>
    /// <exception cref="IOException">What stopped the pipeline.</exception>
    public Task WhenSettledAsync(TileVisit visit, CancellationToken cancellationToken)
        => _settled.TryGetValue(visit, out TaskCompletionSource? settled) ? settled.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Lets what was given in come to its end.</summary>
    public async Task DrainAsync()
    {
        _toSave.Writer.TryComplete();
        await _saver.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _toAnalyse.Writer.TryComplete();
        await _analyst.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DrainAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Expect(TileVisit visit)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Nobody need wait for it: a failure is told by the drain as well.
        _ = settled.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _settled[visit] = settled;
        if (_failure is { } failure) settled.TrySetException(failure);
    }

    private async Task SaveAllAsync()
    {
        await foreach ((TileVisit visit, Frame frame) in _toSave.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_failure is not null) continue;
            try
            {
                FrameRecord record = await _save(visit, frame).ConfigureAwait(false);
                await _toAnalyse.Writer.WriteAsync((visit, frame, record)).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                Fail(failure);
            }
        }
    }

    private async Task AnalyseAllAsync()
    {
        await foreach ((TileVisit visit, Frame? frame, FrameRecord record) in _toAnalyse.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_failure is not null) continue;
            try
            {
                await _analyse(visit, frame, record).ConfigureAwait(false);
                if (_settled.TryRemove(visit, out TaskCompletionSource? settled)) settled.TrySetResult();
            }
            catch (Exception failure)
            {
                Fail(failure);
            }
        }
    }

    /// <summary>After a failure nothing more is saved or analysed: the next process goes on from the journal.</summary>
    private void Fail(Exception failure)
    {
        _failure ??= failure;
        foreach (TaskCompletionSource settled in _settled.Values) settled.TrySetException(failure);
    }
}
