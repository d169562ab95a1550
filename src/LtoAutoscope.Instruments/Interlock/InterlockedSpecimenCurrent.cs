using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The specimen current monitor behind the interlock: it goes on only while the stage rests, and while it is on the stage stays.</summary>
internal sealed class InterlockedSpecimenCurrent(InterlockGate gate, InstrumentLease? lease, ISpecimenCurrentMonitor inner) : ISpecimenCurrentMonitor
{
    public Task<bool?> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public Task SetAsync(bool on, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.SpecimenCurrent(on), token => inner.SetAsync(on, token), cancellationToken);
}
