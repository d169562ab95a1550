using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Control by hand: who has it, and how it passes between operators and the queue.</content>
public sealed partial class Lab : ILabControl
{
    private static readonly TimeSpan ShortestGrantPause = TimeSpan.FromMilliseconds(20), LongestGrantPause = TimeSpan.FromSeconds(1);
    private readonly ManualControl _control;

    /// <inheritdoc/>
    public event Action<ControlEvent>? ControlChanged;

    /// <inheritdoc/>
    public ControlView Control => _control.View();

    /// <inheritdoc/>
    public async Task<ControlView> TakeControlAsync(bool pausesQueue, string by, CancellationToken cancellationToken)
    {
        if (_shuttingDown) throw new InputException("the daemon is ending", "control", "Wait until it has started again");
        ActiveRun? active;
        lock (_asked) active = _active;
        if (active is null || _control.Holder is not null)
        {
            _control.Take(by);
            return Control;
        }

        if (!pausesQueue)
            throw new InputException($"the queue works on sample '{active.SampleName}'", "control", "Have it paused after the present frame: control is yours then; or pause or stop the queue first");
        _control.WaitForQueue(by);
        await PauseAsync(afterSample: false, by, cancellationToken).ConfigureAwait(false);
        _ = GrantAfterAsync(active, by);
        return Control;
    }

    /// <inheritdoc/>
    public ControlView RenewControl(string by)
    {
        _control.Renew(by);
        return Control;
    }

    /// <inheritdoc/>
    public async Task<ControlView> ReleaseControlAsync(string by)
    {
        if (!_control.WaitNoMore(by)) await _control.ReleaseAsync(by).ConfigureAwait(false);
        return Control;
    }

    /// <inheritdoc/>
    public ControlView AskForControl(string reason, string by)
    {
        _control.Ask(by, reason);
        return Control;
    }

    /// <inheritdoc/>
    public ControlView WithdrawRequest(string by)
    {
        _control.Withdraw(by);
        return Control;
    }

    /// <inheritdoc/>
    public async Task<ControlView> AnswerRequestAsync(bool grants, string by)
    {
        await _control.AnswerAsync(by, grants).ConfigureAwait(false);
        return Control;
    }

    /// <inheritdoc/>
    public async Task<ControlView> ForceControlAsync(string reason, string by)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new InputException("no reason is given", "reason", "Say why it is taken; the holder and the audit trail show it");
        await _control.ForceAsync(by, reason.Trim()).ConfigureAwait(false);
        return Control;
    }

    /// <inheritdoc/>
    public Task<ControlView> ClearStopAsync(string by)
    {
        int stops = _stops;
        return _control.DoAsync(by, "clearing the stop", (_, _) =>
        {
            RequireAnsweredStop();
            // A stop that came meanwhile is a newer word than this one.
            if (stops != _stops) throw new InputException("the instrument was stopped again meanwhile", "control", "Look at the stop's answer, and clear that one");
            _heldBy ??= by;
            _link.ClearStop();
            return Task.FromResult(Control);
        }, CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task<T> WithControlAsync<T>(string what, Func<IMicroscope, CancellationToken, Task<T>> work, string by, CancellationToken cancellationToken)
        => _control.DoAsync(by, what, work, cancellationToken);

    /// <summary>Nothing that others ask for moves the instrument under the hands of its holder.</summary>
    private void RequireNobodyAtControls(string by)
    {
        if (_control.Holder is { } holder && holder != by) throw new InputException($"{holder} controls the instrument by hand", "control", "Ask them for control; Stop works at any time");
    }

    private async Task GrantAfterAsync(ActiveRun active, string by)
    {
        await active.Ended.ConfigureAwait(false);
        // The run has ended and gives the instrument back within a moment; the queue does not begin anew while somebody waits.
        for (TimeSpan pause = ShortestGrantPause; _control.Waits == by && !_shuttingDown; pause = pause * 2 < LongestGrantPause ? pause * 2 : LongestGrantPause)
        {
            try
            {
                _control.Take(by);
                TellControl(new ControlEvent(_time.GetUtcNow(), "control.taken", "", by, "The queue has paused."));
                return;
            }
            catch (InputException refused)
            {
                LogControlWaits(by, refused.What);
            }

            await Task.Delay(pause, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private void TellControl(ControlEvent told)
    {
        try
        {
            ControlChanged?.Invoke(told);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogNotTold(told.Action, error.Message);
        }
    }

    /// <summary>Who has control is shown at once, not with the next reading.</summary>
    private void ShowControl()
    {
        ControlView control = Control;
        _board.Update(lab => lab with { Control = control, Instrument = lab.Instrument with { ControlledBy = control.Holder } });
        ShowState();
    }

    [Microsoft.Extensions.Logging.LoggerMessage(30, Microsoft.Extensions.Logging.LogLevel.Debug, "Control for {By} waits: {Reason}")]
    private partial void LogControlWaits(string by, string reason);
}
