using LtoAutoscope.Domain;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Background;

/// <summary>Work in the background of which one piece goes on at a time: where it stands, its cancellation, and its end before the program's.</summary>
/// <param name="logger">Takes what nobody foresaw.</param>
/// <typeparam name="TProgress">Where it stands; never changed in place.</typeparam>
/// <remarks>Thread safety: all members may be called from any thread. When it is disposed the work is cancelled and its end waited for.</remarks>
internal sealed partial class BackgroundWork<TProgress>(ILogger logger) : IAsyncDisposable
    where TProgress : class, IWorkProgress
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _cancel;
    private Task _work = Task.CompletedTask;
    private volatile TProgress? _current;

    /// <summary>Raised after <see cref="Current"/> changed, on any thread.</summary>
    public event Action? Changed;

    /// <summary>The piece that goes on, or the last one that ended; null before the first.</summary>
    public TProgress? Current => _current;

    /// <summary>Begins one.</summary>
    /// <param name="first">Where it stands at its beginning.</param>
    /// <param name="busy">What is thrown while another goes on, of which it is told.</param>
    /// <param name="work">The work; however it ends, it does so by an <see cref="Update"/> to something that does not run. What it throws ends it alone, and the log tells it.</param>
    public TProgress Start(TProgress first, Func<TProgress, InputException> busy, Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            if (_current is { IsRunning: true } running) throw busy(running);
            _cancel?.Dispose();
            _cancel = new CancellationTokenSource();
            _current = first;
            _work = BeginAsync(work, _cancel.Token);
        }

        Changed?.Invoke();
        return first;
    }

    /// <summary>Cancels the one that goes on and waits for its end.</summary>
    /// <param name="isMeant">Whether the one that goes on is the one to cancel.</param>
    /// <param name="none">What is thrown when it is not, or none goes on.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TProgress> CancelAsync(Predicate<TProgress> isMeant, Func<InputException> none, CancellationToken cancellationToken)
    {
        Task work;
        lock (_gate)
        {
            if (_current is not { IsRunning: true } running || !isMeant(running)) throw none();
            _cancel!.Cancel();
            work = _work;
        }

        await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _current!;
    }

    /// <summary>Says where the work stands; one that has ended says nothing any more.</summary>
    public void Update(Func<TProgress, TProgress> change)
    {
        lock (_gate)
        {
            if (_current is not { IsRunning: true } running) return;
            _current = change(running);
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate)
        {
            _cancel?.Cancel();
            work = _work;
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cancel?.Dispose();
    }

    private async Task BeginAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, it ends this work alone, and it must not end unseen.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogBrokeOff(error, _current);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Work in the background broke off: {Progress}.")]
    private partial void LogBrokeOff(Exception error, TProgress? progress);
}
