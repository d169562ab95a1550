using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>A microscope whose parts come from one or several connections. A stop goes out on all of them at once.</summary>
/// <param name="connections">The connections, the column's first; owned.</param>
internal sealed class ComposedMicroscope(
    IReadOnlyList<IInstrumentConnection> connections, IStage stage, IElectronColumn column, IScanner scanner, IVacuumSystem vacuum, TimeProvider time) : IMicroscope, IReconnectable
{
    private IInstrumentConnection First => connections[0];

    public InstrumentIdentity Identity => First.Identity;

    public IStage Stage => stage;

    public IElectronColumn Column => column;

    public IScanner Scanner => scanner;

    public IVacuumSystem Vacuum => vacuum;

    public IDetectors? Detectors => First.Detectors;

    public IAutomaticFunctions? Automatic => First.Automatic;

    public IBeamShift? BeamShift => First.BeamShift;

    public ISpecimenCurrentMonitor? SpecimenCurrent => First.SpecimenCurrent;

    public IMainsSupply? Mains => connections.Select(connection => connection.Mains).FirstOrDefault(mains => mains is not null);

    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = time.GetTimestamp();
        // The column first: a wedged serial port may hold its writer for seconds, and the beam must not wait for that.
        Task<StopReport>[] stops = [.. connections.Select(connection => connection.StopAsync(cancellationToken))];
        StopReport[] reports = await Task.WhenAll(stops).ConfigureAwait(false);
        int halting = Enumerable.Range(0, connections.Count).FirstOrDefault(i => connections[i].Stage == stage);
        int blanking = Enumerable.Range(0, connections.Count).FirstOrDefault(i => connections[i].Column == column);
        return new StopReport(
            reports.All(report => report.Sent), reports[blanking].BlankConfirmed, reports[halting].HaltConfirmed, reports.Max(report => report.SentAfter),
            string.Join("; ", reports.Select(report => report.Detail).Where(detail => detail.Length > 0)))
        {
            ReadBackAfter = time.GetElapsedTime(called),
        };
    }

    /// <summary>Without an interlock there is no safe position: stops only.</summary>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        foreach (IInstrumentConnection connection in connections) await connection.ReconnectAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (scanner is IAsyncDisposable source) await source.DisposeAsync().ConfigureAwait(false);
        foreach (IInstrumentConnection connection in connections) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
