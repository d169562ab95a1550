using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Reads a status, value by value; the first value that gets no answer ends it, so that a dead line costs one time-out.</summary>
internal sealed class StatusReading(IMicroscope instrument, TimeProvider time)
{
    public async Task<InstrumentStatus> ReadAsync(InterlockGate gate, CancellationToken cancellationToken)
    {
        var status = new InstrumentStatus { At = time.GetUtcNow(), LeaseOwner = gate.Lease?.Owner, IsStopped = gate.IsStopped };
        try
        {
            StagePosition position = await instrument.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
            status = status with { IsReachable = true, Position = position };
            status = status with { Motion = await instrument.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { Beam = await instrument.Column.ReadBeamAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { EnergyKv = await instrument.Column.ReadEnergyKvAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { IsBlanked = await instrument.Column.ReadBlankAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { Vacuum = await instrument.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { PressurePa = await instrument.Vacuum.ReadPressurePaAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { WorkingDistanceMm = await instrument.Column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false) };
            status = status with { FieldWidthUm = await instrument.Column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false) };
            return status with { ProbeCurrentPa = await instrument.Column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false) };
        }
        catch (InstrumentFaultException)
        {
            return status;
        }
    }
}
