using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Watch;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>
/// Listens to a daemon's heartbeat and acts on silence: blanks and halts the instrument by itself where the protocol allows a second connection, and tells what it heard
/// last and what it did. A daemon that ended in good order is not missed.
/// </summary>
internal sealed class DeadMan
{
    /// <summary>Attempts to stop after which <c>once</c> ends although nothing was confirmed.</summary>
    private const int AttemptsOfOnce = 3;

    private static readonly TimeSpan BetweenStops = TimeSpan.FromSeconds(5);

    private readonly HeartbeatFile _file;
    private readonly EmergencyStops _stops;
    private readonly TimeSpan _silence, _interval;
    private readonly TimeProvider _time;
    private readonly Func<WatchEvent, Task> _tell;
    private Heartbeat? _last;
    private long _heardAt;
    private bool _isExpected, _isAlarmed, _isConfirmed;
    private long _stoppedAt;
    private int _attempts;

    /// <param name="file">The heartbeat.</param>
    /// <param name="stops">How the instrument can be stopped; none to raise the alarm only.</param>
    /// <param name="silence">How long silence may last.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Is told every event; must not throw.</param>
    public DeadMan(HeartbeatFile file, EmergencyStops stops, TimeSpan silence, TimeProvider time, Func<WatchEvent, Task> tell)
    {
        (_file, _stops, _silence, _time, _tell) = (file, stops, silence, time, tell);
        TimeSpan quarter = silence / 4;
        _interval = quarter < TimeSpan.FromSeconds(1) ? quarter : TimeSpan.FromSeconds(1);
    }

    /// <summary>Watches until cancelled; with <paramref name="once"/> until the first alarm is dealt with or the daemon ends in good order.</summary>
    /// <returns>Whether there was an alarm.</returns>
    public async Task<bool> RunAsync(bool once, CancellationToken cancellationToken)
    {
        await TellAsync("waiting", "no heartbeat was heard yet").ConfigureAwait(false);
        for (long before = _time.GetTimestamp(); ; before = _time.GetTimestamp())
        {
            bool wasExpected = _isExpected;
            await HearAsync(await _file.ReadAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            if (once && wasExpected && !_isExpected) return false;
            if (_isExpected && Silent > _silence) await ActAsync(cancellationToken).ConfigureAwait(false);
            if (once && _isAlarmed && (_isConfirmed || _attempts >= AttemptsOfOnce)) return true;
            await Task.Delay(_interval, _time, cancellationToken).ConfigureAwait(false);
            // Who was itself held up (a suspended machine, a debugger) has missed beats that were there.
            if (_time.GetElapsedTime(before) > _silence + BetweenStops * 2 && !_isAlarmed) _heardAt = _time.GetTimestamp();
        }
    }

    private TimeSpan Silent => _time.GetElapsedTime(_heardAt);

    private async Task HearAsync(Heartbeat? beat)
    {
        if (beat is null || beat.Sequence == _last?.Sequence && beat.Process == _last.Process) return;
        bool isNewDaemon = _last?.Process != beat.Process;
        _last = beat;
        switch (beat.State)
        {
            case HeartbeatState.Ended:
                if (_isExpected || isNewDaemon) await TellAsync("ended", $"the daemon (process {beat.Process}) ended in good order").ConfigureAwait(false);
                (_isExpected, _isAlarmed) = (false, false);
                break;
            case HeartbeatState.Running:
                // A beat found lying is not one heard: only the next one shows that its daemon lives, but from now on it is waited for.
                bool isHeard = _isExpected && !isNewDaemon || _isAlarmed;
                if (!_isExpected || isNewDaemon || _isAlarmed)
                    await TellAsync("heard", $"{(isHeard ? "the daemon beats again" : "a heartbeat is there and is waited for")} (process {beat.Process}, {beat.Lab})").ConfigureAwait(false);
                _heardAt = _time.GetTimestamp();
                (_isExpected, _isAlarmed, _isConfirmed) = (true, false, false);
                break;
            default:
                // A daemon that says itself that it hangs is as good as silent.
                if (!_isExpected) (_isExpected, _heardAt) = (true, _time.GetTimestamp());
                break;
        }
    }

    /// <summary>The stop first: what is told, and to whom, must not keep it back. It is repeated until the instrument has confirmed it.</summary>
    private async Task ActAsync(CancellationToken cancellationToken)
    {
        if (_isAlarmed && (_isConfirmed || _time.GetElapsedTime(_stoppedAt) < BetweenStops)) return;
        bool isFirst = !_isAlarmed;
        (_isAlarmed, _stoppedAt, _attempts) = (true, _time.GetTimestamp(), isFirst ? 1 : _attempts + 1);
        List<(IEmergencyStop Way, Task<StopReport> Report)> stopping = [.. _stops.Stops.Select(way => (way, way.StopAsync(cancellationToken)))];
        if (isFirst)
        {
            string why = _last is { State: HeartbeatState.Hung } hung ? $"the daemon hangs: {hung.Reason}" : "the daemon is silent";
            await TellAsync("alarm", FormattableString.Invariant(
                $"{why}; last heard {Silent.TotalSeconds:0.0} s ago{(_last is null ? "" : $", at {_last.At:yyyy-MM-dd HH:mm:ss} UTC from process {_last.Process}, {_last.Lab}")}")).ConfigureAwait(false);
            foreach (string part in _stops.Beyond) await TellAsync("not_stopped", $"out of reach: {part}; use the instrument's own stop").ConfigureAwait(false);
            if (stopping.Count == 0) await TellAsync("not_stopped", "this watch stops nothing by itself; use the instrument's own stop").ConfigureAwait(false);
        }

        bool isConfirmed = true;
        foreach ((IEmergencyStop way, Task<StopReport> answer) in stopping)
        {
            StopReport report = await answer.ConfigureAwait(false);
            isConfirmed &= report.Sent && report.BlankConfirmed == true && report.HaltConfirmed == true;
            if (isFirst || isConfirmed) await TellAsync(report.Sent ? "stop" : "not_stopped", Words(way, report), report).ConfigureAwait(false);
        }

        _isConfirmed = isConfirmed;
    }

    private static string Words(IEmergencyStop way, StopReport report) => report.Sent
        ? FormattableString.Invariant($"{way.Name}: stop sent after {report.SentAfter.TotalMilliseconds:0} ms; beam blanked: {Word(report.BlankConfirmed)}; stage at rest: {Word(report.HaltConfirmed)}{(report.FaultText.Length > 0 ? ". " + report.FaultText : "")}")
        : $"{way.Name}: {report.Detail}";

    private static string Word(bool? confirmed) => confirmed switch { true => "read back", false => "no", null => "not known" };

    private Task TellAsync(string kind, string message, StopReport? stop = null)
        => _tell(new WatchEvent(_time.GetUtcNow(), kind, message, _isExpected ? Silent.TotalSeconds : null, _last, stop));
}
