using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The instrument as the owner of a lease sees it.</summary>
internal sealed class MicroscopeView(InterlockedMicroscope microscope, InterlockGate gate, InstrumentLease lease) : IMicroscope, IReconnectable
{
    public InstrumentIdentity Identity => microscope.Identity;

    public IStage Stage { get; } = new InterlockedStage(gate, lease);

    public IElectronColumn Column { get; } = new InterlockedColumn(gate, lease);

    public IScanner Scanner { get; } = new InterlockedScanner(gate, lease);

    public IVacuumSystem Vacuum => microscope.Vacuum;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken) => microscope.StopAsync(cancellationToken);

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => microscope.ParkUnlessStoppedAsync(cancellationToken);

    public Task ReconnectAsync(CancellationToken cancellationToken) => microscope.ReconnectAsync(cancellationToken);

    /// <summary>The instrument outlives its leases.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
