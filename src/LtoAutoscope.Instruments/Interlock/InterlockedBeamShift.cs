using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The electrical image shift behind the interlock.</summary>
internal sealed class InterlockedBeamShift(InterlockGate gate, InstrumentLease? lease, IBeamShift inner) : IBeamShift
{
    public Task<(double XUm, double YUm)?> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public Task SetAsync(double xUm, double yUm, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.BeamShift(xUm, yUm), token => inner.SetAsync(xUm, yUm, token), cancellationToken);
}
