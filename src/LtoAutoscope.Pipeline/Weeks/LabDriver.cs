using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>Drives a laboratory as the scheduler does, without a host around it, and can start it anew.</summary>
/// <param name="create">Makes a laboratory.</param>
/// <param name="wall">The wall clock.</param>
internal sealed class LabDriver(Func<Lab> create, TimeProvider wall) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private CancellationTokenSource _end = new();
    private Lab? _lab;
    private Task _loops = Task.CompletedTask;
    private volatile bool _atWork;

    public Lab Lab => _lab ?? throw new InvalidOperationException("The laboratory has not been started.");

    public IReadOnlyList<QueuedJob> Jobs => Lab.QueuedJobs;

    /// <summary>Whether a sample is being worked on.</summary>
    public bool IsAtWork => _atWork;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _lab = create();
        await _lab.StartAsync(cancellationToken).ConfigureAwait(false);
        _end = new CancellationTokenSource();
        CancellationToken end = _end.Token;
        Lab lab = _lab;
        _loops = Task.WhenAll(
            Task.Run(() => RepeatAsync(() => lab.PollAsync(end), end), CancellationToken.None),
            Task.Run(() => RepeatAsync(async () =>
            {
                _atWork = true;
                try
                {
                    while (await lab.RunNextAsync(end).ConfigureAwait(false))
                    {
                        // The next sample follows at once.
                    }
                }
                finally
                {
                    _atWork = false;
                }
            }, end), CancellationToken.None));
    }

    /// <summary>Ends the service in the middle of what it does, and starts it again on the same folder.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task EndAsync()
    {
        if (_lab is null) return;
        await _lab.ShutDownAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _end.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _lab.DisposeAsync().ConfigureAwait(false);
        _lab = null;
    }

    private async Task RepeatAsync(Func<Task> step, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await step().ConfigureAwait(false);
            await Task.Delay(Period, wall, end).ConfigureAwait(false);
        }
    }
}
