using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Running;

/// <content>What can be done after a stop. Nothing of it happens by itself: a person stopped for a reason.</content>
public sealed partial class Lab
{
    /// <inheritdoc/>
    public async Task<StopReport> ParkAsync(string by, CancellationToken cancellationToken)
    {
        RequireNobodyAtControls(by);
        await RequireHeldAsync("parked", cancellationToken).ConfigureAwait(false);
        if (_link.Microscope is not { } microscope) throw new InputException("no instrument is connected", "park", "Use the instrument's own panel; the daemon parks it when the connection stands again");
        StopReport report = await microscope.ParkAsync(cancellationToken).ConfigureAwait(false);
        if (report.Faults.Count > 0) LogNotConfirmed(by, report.FaultText);
        DateTimeOffset at = _time.GetUtcNow();
        _board.Update(lab => lab.LastStop is { } stop ? lab with { LastStop = stop with { Park = new StopView(by, at, report) } } : lab);
        ShowState();
        return report;
    }

    /// <inheritdoc/>
    public async Task<JobView?> AbortAsync(string by, CancellationToken cancellationToken)
    {
        RequireNobodyAtControls(by);
        await RequireHeldAsync("aborted", cancellationToken).ConfigureAwait(false);
        QueuedJob? stopped = Queue.Jobs.LastOrDefault(job => job.State == RunState.Stopped);
        JobView? ended = stopped is null ? null : await CancelJobAsync(stopped.JobId, $"Aborted by {by} after a stop.", by, cancellationToken).ConfigureAwait(false);
        if (_link.Microscope is not null) await ParkAsync(by, cancellationToken).ConfigureAwait(false);
        return ended;
    }

    /// <summary>Nothing goes on before the hardware has said what became of a stop.</summary>
    private void RequireAnsweredStop()
    {
        if (Current.LastStop is { Report: null }) throw new InputException("the instrument has not answered the stop yet", "lab", "Wait for its answer; if none comes, look at the instrument");
    }

    /// <summary>Only what is held can be dealt with in this way; a run that is just being broken off is waited for.</summary>
    private async Task RequireHeldAsync(string what, CancellationToken cancellationToken)
    {
        if (_active is { StoppedBy: not null } or { IsBeingHeld: true }) await _active.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_heldBy is null || _active is not null) throw new InputException($"the queue is at work, and nothing can be {what} under it", "lab", "Press STOP first, or pause after the frame");
    }
}
