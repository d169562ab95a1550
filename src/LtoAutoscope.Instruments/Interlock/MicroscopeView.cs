using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The instrument as the owner of a lease sees it.</summary>
internal sealed class MicroscopeView(InterlockedMicroscope microscope, InterlockGate gate, InstrumentLease lease) : IMicroscope, IReconnectable
{
    private readonly InterlockedParts _parts = new(gate, lease);

    public InstrumentIdentity Identity => microscope.Identity;

    public IStage Stage => _parts.Stage;

    public IElectronColumn Column => _parts.Column;

    public IScanner Scanner => _parts.Scanner;

    public IVacuumSystem Vacuum => microscope.Vacuum;

    public IDetectors? Detectors => _parts.Detectors;

    public IAutomaticFunctions? Automatic => _parts.Automatic;

    public IBeamShift? BeamShift => _parts.BeamShift;

    public ISpecimenCurrentMonitor? SpecimenCurrent => _parts.SpecimenCurrent;

    public IMainsSupply? Mains => microscope.Mains;

    public Task<StopReport> StopAsync(CancellationToken cancellationToken) => microscope.StopAsync(cancellationToken);

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => microscope.ParkUnlessStoppedAsync(cancellationToken);

    public Task ReconnectAsync(CancellationToken cancellationToken) => microscope.ReconnectAsync(cancellationToken);

    /// <summary>The instrument outlives its leases.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
