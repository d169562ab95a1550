using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Conditions;

/// <content>Waits until a suspended run may go on.</content>
public sealed partial class ConditionWatch
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Waits until everything is good again and has settled.</summary>
    /// <inheritdoc cref="WaitUntilGoodAsync(TimeSpan, Func{CancellationToken, Task}?, CancellationToken)"/>
    public Task<RecoveryReport> WaitUntilGoodAsync(TimeSpan limit, CancellationToken cancellationToken) => WaitUntilGoodAsync(limit, null, cancellationToken);

    /// <summary>Waits until everything is good again and has settled, and has a beam that went off switched on again.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="restartBeam">
    /// Switches the beam on; it stays blanked. Called after <see cref="BeamCondition.RestartAfterS"/>, while nothing but beam and currents is bad,
    /// <see cref="BeamCondition.Restarts"/> times at most. Null leaves that to a person.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it ended; not recovered when the limit passed, the restarts are used up, or only a person can help.</returns>
    public async Task<RecoveryReport> WaitUntilGoodAsync(TimeSpan limit, Func<CancellationToken, Task>? restartBeam, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        var seen = new Dictionary<WatchedCondition, ConditionTrip>();
        var restarts = new BeamRestarts(_settings.Beam, _time);
        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(_settings.InstrumentPeriodS, LongestPause.TotalSeconds));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ConditionTrip> tripped = AllTripped;
            foreach (ConditionTrip trip in tripped) seen[trip.Condition] = trip;
            TimeSpan waited = _time.GetElapsedTime(began);
            if (tripped.Count == 0) return Report(true, Words(seen.Values, waited));
            if (tripped.FirstOrDefault(trip => trip.NeedsPerson) is { } lost) return Report(false, $"A person is needed: {lost.Reason}");
            if (waited >= limit) return Report(false, FormattableString.Invariant($"It was waited for {waited.TotalMinutes:0.#} min, the limit: {tripped[0].Reason}"));

            bool isBeamOff = View(WatchedCondition.Beam).Level == ConditionLevel.Tripped;
            bool isRestOfItGood = tripped.All(trip => trip.Condition is WatchedCondition.Beam or WatchedCondition.ProbeCurrent);
            if (restartBeam is not null && isRestOfItGood && isBeamOff)
            {
                if (restarts.AreUsedUp)
                    return Report(false, FormattableString.Invariant($"The beam did not stay on: it was switched on again {restarts.Count} times. {tripped[0].Reason}"));
                if (restarts.IsDue && await RestartAsync(restartBeam, cancellationToken).ConfigureAwait(false)) await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                // The gun rests from when everything else is good.
                restarts.Defer();
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }

        RecoveryReport Report(bool recovered, string detail) => new()
        {
            Recovered = recovered, Waited = _time.GetElapsedTime(began), Trips = [.. seen.Values.OrderBy(trip => trip.Since)], BeamRestarts = restarts.Count, Detail = detail,
        };

        async Task<bool> RestartAsync(Func<CancellationToken, Task> restart, CancellationToken token)
        {
            restarts.Take();
            try
            {
                await restart(token).ConfigureAwait(false);
                return true;
            }
            catch (InstrumentFaultException fault) when (fault.Fault is not (Fault.StoppedByOperator or Fault.InterlockRefused))
            {
                LogNoRestart(fault.Message);
                return false;
            }
        }
    }

    private ConditionView View(WatchedCondition condition)
    {
        lock (_gate) return _monitors[condition].View;
    }

    private static string Words(IReadOnlyCollection<ConditionTrip> trips, TimeSpan waited)
        => trips.Count == 0 ? "There was nothing to wait for." : FormattableString.Invariant(
            $"It was waited for {waited.TotalSeconds:0} s, settling included: {string.Join("; ", trips.OrderBy(trip => trip.Since).Select(trip => trip.Value))}.");

    [Microsoft.Extensions.Logging.LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Warning, Message = "The beam could not be switched on again: {Detail}")]
    private partial void LogNoRestart(string detail);

    /// <summary>When the beam may be switched on again.</summary>
    private sealed class BeamRestarts(BeamCondition settings, TimeProvider time)
    {
        private long _since = time.GetTimestamp();

        public int Count { get; private set; }

        private bool HasRested => time.GetElapsedTime(_since).TotalSeconds >= settings.RestartAfterS;

        public bool AreUsedUp => Count >= settings.Restarts && HasRested;

        public bool IsDue => Count < settings.Restarts && HasRested;

        public void Take()
        {
            Count++;
            Defer();
        }

        public void Defer() => _since = time.GetTimestamp();
    }
}
