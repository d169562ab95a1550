using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Models;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Fits regressions in the background, one at a time.</summary>
/// <param name="fits">Makes them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what nobody foresaw.</param>
/// <remarks>Thread safety: all members may be called from any thread. When it is disposed the fit is cancelled; nothing is registered then.</remarks>
public sealed partial class RegressionRuns(RegressionFits fits, TimeProvider time, ILogger<RegressionRuns> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _cancel;
    private Task _work = Task.CompletedTask;
    private volatile RegressionFitProgress? _current;

    /// <summary>Raised after <see cref="Current"/> changed, on any thread.</summary>
    public event Action? Changed;

    /// <summary>The fit that goes on, or the last one that ended; null before the first.</summary>
    public RegressionFitProgress? Current => _current;

    /// <summary>Begins a fit.</summary>
    /// <exception cref="InputException">One goes on already.</exception>
    public RegressionFitProgress Start(RegressionOrder order, string by)
    {
        ArgumentNullException.ThrowIfNull(order);
        ModelRegistry.RequireName(order.ModelName);
        lock (_gate)
        {
            if (_current is { IsRunning: true } running) throw new InputException($"a fit of '{running.Name}' goes on, begun by {running.By}", "regression", "Wait for its end, or cancel it");
            _cancel?.Dispose();
            _cancel = new CancellationTokenSource();
            _current = new RegressionFitProgress(order.ModelName, order.Target.Key, by, time.GetUtcNow(), 0, "reading samples and cells", true, null, "");
            _work = RunAsync(order, by, _cancel.Token);
        }

        Changed?.Invoke();
        return _current!;
    }

    /// <summary>Cancels the fit and waits for its end.</summary>
    /// <exception cref="InputException">None goes on.</exception>
    public async Task<RegressionFitProgress> CancelAsync(CancellationToken cancellationToken)
    {
        Task work;
        lock (_gate)
        {
            if (_current is not { IsRunning: true }) throw new InputException("no fit goes on", "regression", "It may have ended: look at the list");
            _cancel!.Cancel();
            work = _work;
        }

        await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _current!;
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

    private async Task RunAsync(RegressionOrder order, string by, CancellationToken cancellationToken)
    {
        await Task.Yield();
        string? reference = null;
        string problem = "It broke off; the daemon's log tells more.";
        try
        {
            FittedRegression made = await fits.FitAsync(order, by, new Relay(this), cancellationToken).ConfigureAwait(false);
            (reference, problem) = (made.Reference, made.Problem);
        }
        catch (OperationCanceledException)
        {
            problem = "Cancelled; nothing was registered.";
        }
        catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
        {
            problem = error is InputException input ? $"{char.ToUpperInvariant(input.What[0])}{input.What[1..]}. {input.Remedy}." : error.Message;
        }
#pragma warning disable CA1031 // Whatever it is, it ends the fit alone, and it must not end unseen.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogBrokeOff(error, order.ModelName);
        }
        finally
        {
            lock (_gate) _current = _current! with { IsRunning = false, Reference = reference, Problem = problem, Share = problem.Length == 0 ? 1 : _current.Share };
            Changed?.Invoke();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The fit of the regression {Name} broke off.")]
    private partial void LogBrokeOff(Exception error, string name);

    private sealed class Relay(RegressionRuns owner) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value)
        {
            lock (owner._gate)
            {
                if (owner._current is { IsRunning: true } current) owner._current = current with { Share = value.Share, Text = value.Text };
            }

            owner.Changed?.Invoke();
        }
    }
}
