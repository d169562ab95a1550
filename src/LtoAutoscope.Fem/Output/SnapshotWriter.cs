using System.Threading.Channels;
using LtoAutoscope.Fem.Electrochemistry;

namespace LtoAutoscope.Fem.Output;

/// <summary>
/// Takes snapshots from the thread that runs the cell and writes them beside it. At most <see cref="Waiting"/> wait: a slow disk slows the
/// cell, memory does not grow.
/// </summary>
public sealed class SnapshotWriter : ISnapshotSink, IAsyncDisposable
{
    /// <summary>Snapshots that may wait for the disk.</summary>
    public const int Waiting = 2;

    private readonly CellFieldFiles _files;
    private readonly Channel<CellSnapshot> _queue = Channel.CreateUnbounded<CellSnapshot>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(Waiting);
    private readonly CancellationToken _cancellationToken;
    private readonly Task _worker;
    private volatile bool _failed;

    /// <param name="files">Where they go.</param>
    /// <param name="cancellationToken">Ends the writing; what waits is dropped.</param>
    public SnapshotWriter(CellFieldFiles files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
        _cancellationToken = cancellationToken;
        _worker = Task.Run(WriteAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Accept(CellSnapshot snapshot)
    {
        _room.Wait(_cancellationToken);
        // After a failed write nothing more is queued; CompleteAsync tells what failed.
        if (!_failed) _queue.Writer.TryWrite(snapshot);
    }

    /// <summary>Waits until everything is written.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return _worker;
    }

    /// <summary>Ends the writing without a word about failures.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _room.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var snapshot in _queue.Reader.ReadAllAsync(_cancellationToken).ConfigureAwait(false))
            {
                await _files.AddAsync(snapshot, _cancellationToken).ConfigureAwait(false);
                _room.Release();
            }
        }
        catch
        {
            _failed = true;
            // The cell must not wait for room that never comes.
            _room.Release(int.MaxValue / 2);
            throw;
        }
    }
}
