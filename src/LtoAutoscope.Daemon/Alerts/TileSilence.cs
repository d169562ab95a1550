using System.Globalization;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Notices a run that acquires and finishes no tile: the daemon lives, and still nothing comes.</summary>
/// <remarks>One caller.</remarks>
internal sealed class TileSilence(ILab lab, TimeSpan patience, TimeProvider time)
{
    private string _seen = "";
    private long _since = time.GetTimestamp();
    private bool _isTold;

    /// <summary>The event when a run has been silent for too long, once a silence; else null.</summary>
    public LabEvent? Look()
    {
        LabSnapshot now = lab.Current;
        string seen = now is { State: LabState.Running or LabState.Pausing, Running: { Step: RunStep.Preparing or RunStep.Acquiring } running }
            ? string.Create(CultureInfo.InvariantCulture, $"{running.RunId} {running.Step} {running.Frames.Count(frame => frame.Verdict != FrameVerdict.Pending)} {running.Frames.Count}")
            : "";
        if (seen != _seen)
        {
            (_seen, _since, _isTold) = (seen, time.GetTimestamp(), false);
            return null;
        }

        if (seen.Length == 0 || _isTold || time.GetElapsedTime(_since) < patience) return null;
        _isTold = true;
        RunningView run = now.Running!;
        DateTimeOffset at = time.GetUtcNow();
        return new LabEvent
        {
            EventId = $"silence-{run.RunId}-{at.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}", At = at, Kind = LabEventKind.Silence, Severity = Severity.Critical,
            Title = "No tile is finished", Sample = run.Job.Sample.Name, RunId = run.RunId,
            Reason = FormattableString.Invariant($"No tile was finished for {patience.TotalMinutes:0} min (limit {patience.TotalMinutes:0} min) while the run is on; last seen: {(run.Activity.Length > 0 ? run.Activity : run.Step.ToString())}."),
            Done = "Nothing: the run goes on as it is.", ToDo = "Look at the page Now. Stop the run when it hangs; it can be resumed.",
        };
    }
}
