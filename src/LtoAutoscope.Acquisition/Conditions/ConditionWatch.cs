using LtoAutoscope.Domain.Instruments;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>
/// Watches all the time what a run depends on: vacuum, supply of power, beam, currents, disk, temperature and clock. What goes beyond its limit suspends the run; it is let go on
/// when everything is good again and has settled.
/// </summary>
/// <remarks>
/// Thread-safe. The instrument and the computer are looked at by two tasks of their own, so that a slow line does not keep the disk from being seen. After each look at the
/// instrument at least four times as long is waited as the look took: on a slow line at most a fifth of its time is used.
/// </remarks>
public sealed partial class ConditionWatch : IAsyncDisposable
{
    private const double RestAfterLook = 4;
    private readonly ConditionSettings _settings;
    private readonly Func<IMicroscope?> _microscope;
    private readonly TimeProvider _time;
    private readonly ILogger<ConditionWatch> _logger;
    private readonly InstrumentProbe _instrument;
    private readonly DiskProbe _disk;
    private readonly TemperatureProbe _temperature;
    private readonly ClockProbe _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<WatchedCondition, ConditionMonitor> _monitors;
    private readonly SemaphoreSlim _instrumentLook = new(1, 1), _machineLook = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource _danger = new();
    private BeamExpectation? _expectation;
    private Task _looking = Task.CompletedTask;

    /// <param name="settings">Limits.</param>
    /// <param name="microscope">The instrument, or null while there is no connection; reading needs no lease.</param>
    /// <param name="disk">The disk under the data folder.</param>
    /// <param name="sensors">The computer's temperatures.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For the log.</param>
    public ConditionWatch(
        ConditionSettings settings, Func<IMicroscope?> microscope, IDiskSpace disk, ITemperatureSensors sensors, TimeProvider time, ILogger<ConditionWatch> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _microscope, _time, _logger) = (settings, microscope, time, logger);
        (_instrument, _disk) = (new InstrumentProbe(settings, time), new DiskProbe(disk, settings.Disk, time));
        (_temperature, _clock) = (new TemperatureProbe(sensors, settings.Temperature), new ClockProbe(time, settings.Clock));
        _monitors = Enum.GetValues<WatchedCondition>().ToDictionary(condition => condition, condition => new ConditionMonitor(condition, settings, time));
    }

    /// <summary>A condition tripped, or one that had tripped became dangerous. Handlers return at once; what they throw goes no further.</summary>
    public event Action<ConditionTrip>? TripBegan;

    /// <summary>A condition is good again and has settled. Handlers return at once; what they throw goes no further.</summary>
    public event Action<ConditionTrip>? TripEnded;

    /// <summary>The most urgent condition that has tripped and not yet settled; null when a run may go on.</summary>
    public ConditionTrip? Tripped
    {
        get
        {
            lock (_gate) return _monitors.Values.Select(monitor => monitor.Trip).FirstOrDefault(trip => trip is not null);
        }
    }

    /// <summary>All that have tripped and not yet settled, the most urgent first.</summary>
    public IReadOnlyList<ConditionTrip> AllTripped
    {
        get
        {
            lock (_gate) return [.. _monitors.Values.Select(monitor => monitor.Trip).OfType<ConditionTrip>()];
        }
    }

    /// <summary>How each condition stands, the most urgent kind first.</summary>
    public IReadOnlyList<ConditionView> Current
    {
        get
        {
            lock (_gate) return [.. _monitors.Values.Select(monitor => monitor.View)];
        }
    }

    /// <summary>
    /// Cancelled when a dangerous condition trips (vacuum, beam, an empty battery): what is under way is cut off. Take it anew for each step; after the danger has settled it is another one.
    /// </summary>
    public CancellationToken Danger
    {
        get
        {
            lock (_gate) return _danger.Token;
        }
    }

    /// <summary>When the look that last found a condition good was begun: what was taken at this time or later is suspect when it trips.</summary>
    public DateTimeOffset LastGoodAt(WatchedCondition condition)
    {
        lock (_gate) return _monitors[condition].LastGoodAt;
    }

    /// <summary>
    /// Tells what a run expects of the beam from now on; null when it is parked or over. Beam and currents are judged only while something is expected, and a beam that has
    /// tripped until it is back.
    /// </summary>
    public void Expect(BeamExpectation? expectation)
    {
        lock (_gate)
        {
            _expectation = expectation;
            if (expectation is not null) _instrument.Expect(expectation);
            _monitors[WatchedCondition.Beam].Forget();
            _monitors[WatchedCondition.ProbeCurrent].Forget();
        }
    }

    /// <summary>Begins to watch. Call it once.</summary>
    public void Start() => _looking = Task.WhenAll(
        Task.Run(() => RepeatAsync(LookAtInstrumentAsync, _settings.InstrumentPeriodS)), Task.Run(() => RepeatAsync(LookAtMachineAsync, _settings.MachinePeriodS)));

    /// <summary>Looks at everything once, now; before a run begins, for instance.</summary>
    public Task LookAsync(CancellationToken cancellationToken) => Task.WhenAll(LookAtInstrumentAsync(cancellationToken), LookAtMachineAsync(cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> look, double periodS)
    {
        while (!_end.IsCancellationRequested)
        {
            long begun = _time.GetTimestamp();
            try
            {
                await look(_end.Token).ConfigureAwait(false);
                TimeSpan rest = _time.GetElapsedTime(begun) * RestAfterLook, period = TimeSpan.FromSeconds(periodS);
                await Task.Delay(rest > period ? rest : period, _time, _end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Whatever one look meets, also a bug, the next one is made.
                LogLookFailed(error.Message);
                await Task.Delay(TimeSpan.FromSeconds(periodS), _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAtInstrumentAsync(CancellationToken cancellationToken)
    {
        await _instrumentLook.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_microscope() is not { } microscope) return;
            DateTimeOffset begun = _time.GetUtcNow();
            BeamExpectation? expectation;
            bool judgesBeam;
            lock (_gate) (expectation, judgesBeam) = (_expectation, _expectation is not null || _monitors[WatchedCondition.Beam].Trip is not null || _monitors[WatchedCondition.ProbeCurrent].Trip is not null);
            // What was asked before the expectation changed says nothing about the new one.
            await _instrument.ReadAsync(microscope, judgesBeam, reading => Apply(reading, begun, () => ReferenceEquals(_expectation, expectation)), cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            LogNoAnswer(fault.Message);
        }
        catch (ObjectDisposedException)
        {
            // The connection was just dropped.
        }
        finally
        {
            _instrumentLook.Release();
        }
    }

    private async Task LookAtMachineAsync(CancellationToken cancellationToken)
    {
        await _machineLook.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Apply(_clock.Read(), _time.GetUtcNow());
            Apply(_temperature.Read(), _time.GetUtcNow());
            DateTimeOffset begun = _time.GetUtcNow();
            Apply(await _disk.ReadAsync(cancellationToken).ConfigureAwait(false), begun);
        }
        finally
        {
            _machineLook.Release();
        }
    }

    private void Apply(ConditionReading reading, DateTimeOffset begunAt, Func<bool>? counts = null)
    {
        ConditionTrip? before, after;
        lock (_gate)
        {
            bool isOfBeam = reading.Condition is WatchedCondition.Beam or WatchedCondition.ProbeCurrent;
            if (isOfBeam && counts?.Invoke() == false) return;
            ConditionMonitor monitor = _monitors[reading.Condition];
            before = monitor.Trip;
            if (!monitor.Apply(reading, begunAt)) return;
            after = monitor.Trip;
            bool isDanger = _monitors.Values.Any(other => other.Trip is { IsDangerous: true });
            // Cancelled at once for whoever asks; who listens is told on another thread, so nobody runs under the lock.
            if (isDanger && !_danger.IsCancellationRequested) _ = _danger.CancelAsync();
            else if (!isDanger && _danger.IsCancellationRequested) _danger = new CancellationTokenSource();
        }

        if (after is not null)
        {
            LogTripped(after.Title, after.Reason);
            Tell(TripBegan, after);
        }
        else if (before is not null)
        {
            LogSettled(before.Title, reading.Value);
            Tell(TripEnded, before);
        }
    }

    private void Tell(Action<ConditionTrip>? listeners, ConditionTrip trip)
    {
        foreach (Action<ConditionTrip> listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(trip);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogListener(error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Title}: {Reason}")]
    private partial void LogTripped(string title, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Title}: over; {Value}")]
    private partial void LogSettled(string title, string value);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The instrument's conditions could not be read: {Detail}")]
    private partial void LogNoAnswer(string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "A look at the watched conditions failed: {Detail}")]
    private partial void LogLookFailed(string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener of the watched conditions failed: {Detail}")]
    private partial void LogListener(string detail);
}
