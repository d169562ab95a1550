using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The column behind the interlock.</summary>
internal sealed class InterlockedColumn(InterlockGate gate, InstrumentLease? lease) : IElectronColumn
{
    private IElectronColumn Inner => gate.Inner.Column;

    public Task<BeamState> ReadBeamAsync(CancellationToken cancellationToken) => Inner.ReadBeamAsync(cancellationToken);

    public Task SetBeamAsync(bool on, double energyKv, CancellationToken cancellationToken)
        => gate.PassAsync(lease, on ? new InterlockCommand.BeamOn(energyKv) : new InterlockCommand.BeamOff(),
            token => Inner.SetBeamAsync(on, energyKv, token), cancellationToken);

    public Task<double> ReadEnergyKvAsync(CancellationToken cancellationToken) => Inner.ReadEnergyKvAsync(cancellationToken);

    public Task SetBlankAsync(bool blanked, CancellationToken cancellationToken)
        => gate.PassAsync(lease, blanked ? new InterlockCommand.Blank() : new InterlockCommand.Unblank(),
            token => Inner.SetBlankAsync(blanked, token), cancellationToken);

    public Task<bool?> ReadBlankAsync(CancellationToken cancellationToken) => Inner.ReadBlankAsync(cancellationToken);

    public Task<double> ReadWorkingDistanceMmAsync(CancellationToken cancellationToken) => Inner.ReadWorkingDistanceMmAsync(cancellationToken);

    public Task SetWorkingDistanceMmAsync(double workingDistanceMm, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.WorkingDistance(workingDistanceMm),
            token => Inner.SetWorkingDistanceMmAsync(workingDistanceMm, token), cancellationToken);

    public Task<double> ReadFieldWidthUmAsync(CancellationToken cancellationToken) => Inner.ReadFieldWidthUmAsync(cancellationToken);

    public Task SetFieldWidthUmAsync(double fieldWidthUm, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.FieldWidth(fieldWidthUm),
            token => Inner.SetFieldWidthUmAsync(fieldWidthUm, token), cancellationToken);

    public Task<double?> ReadProbeCurrentPaAsync(CancellationToken cancellationToken) => Inner.ReadProbeCurrentPaAsync(cancellationToken);

    public Task<double?> ReadEmissionUaAsync(CancellationToken cancellationToken) => Inner.ReadEmissionUaAsync(cancellationToken);

    public Task<(double XPercent, double YPercent)> ReadStigmatorAsync(CancellationToken cancellationToken) => Inner.ReadStigmatorAsync(cancellationToken);

    public Task SetStigmatorAsync(double xPercent, double yPercent, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Stigmator(xPercent, yPercent),
            token => Inner.SetStigmatorAsync(xPercent, yPercent, token), cancellationToken);
}
