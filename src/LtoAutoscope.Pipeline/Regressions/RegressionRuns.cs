using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Background;
using LtoAutoscope.Storage.Models;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Fits regressions in the background, one at a time.</summary>
/// <param name="fits">Makes them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what nobody foresaw.</param>
/// <remarks>Thread safety: all members may be called from any thread. When it is disposed the fit is cancelled; nothing is registered then.</remarks>
public sealed class RegressionRuns(RegressionFits fits, TimeProvider time, ILogger<RegressionRuns> logger) : IAsyncDisposable
{
    private readonly BackgroundWork<RegressionFitProgress> _work = new(logger);

    /// <summary>Raised after <see cref="Current"/> changed, on any thread.</summary>
    public event Action? Changed
    {
        add => _work.Changed += value;
        remove => _work.Changed -= value;
    }

    /// <summary>The fit that goes on, or the last one that ended; null before the first.</summary>
    public RegressionFitProgress? Current => _work.Current;

    /// <summary>Begins a fit.</summary>
    /// <exception cref="InputException">One goes on already.</exception>
    public RegressionFitProgress Start(RegressionOrder order, string by)
    {
        ArgumentNullException.ThrowIfNull(order);
        ModelRegistry.RequireName(order.ModelName);
        return _work.Start(
            new RegressionFitProgress(order.ModelName, order.Target.Key, by, time.GetUtcNow(), 0, "reading samples and cells", true, null, ""),
            static running => new InputException($"a fit of '{running.Name}' goes on, begun by {running.By}", "regression", "Wait for its end, or cancel it"),
            cancel => RunAsync(order, by, cancel));
    }

    /// <summary>Cancels the fit and waits for its end.</summary>
    /// <exception cref="InputException">None goes on.</exception>
    public Task<RegressionFitProgress> CancelAsync(CancellationToken cancellationToken)
        => _work.CancelAsync(static _ => true, static () => new InputException("no fit goes on", "regression", "It may have ended: look at the list"), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();

    private async Task RunAsync(RegressionOrder order, string by, CancellationToken cancellationToken)
    {
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
        finally
        {
            _work.Update(now => now with { IsRunning = false, Reference = reference, Problem = problem, Share = problem.Length == 0 ? 1 : now.Share });
        }
    }

    private sealed class Relay(RegressionRuns owner) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value) => owner._work.Update(now => now with { Share = value.Share, Text = value.Text });
    }
}
