using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The stage behind the interlock.</summary>
internal sealed class InterlockedStage(InterlockGate gate, InstrumentLease? lease) : IStage
{
    private IStage Inner => gate.Inner.Stage;

    /// <summary>What may be used: the device's travel cut with the configured limits.</summary>
    public async Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        StageLimits device = await gate.ReadLimitsAsync(cancellationToken).ConfigureAwait(false);
        StageLimits soft = gate.Rules.Envelope.Limits;
        return new StageLimits(
            device.X.Intersect(soft.X), device.Y.Intersect(soft.Y), device.Z.Intersect(soft.Z),
            device.Rotation.Intersect(soft.Rotation), device.Tilt.Intersect(soft.Tilt));
    }

    public Task<StagePosition> ReadPositionAsync(CancellationToken cancellationToken) => Inner.ReadPositionAsync(cancellationToken);

    public Task<StageMotion> ReadMotionAsync(CancellationToken cancellationToken) => Inner.ReadMotionAsync(cancellationToken);

    public Task<ZLink> ReadZLinkAsync(CancellationToken cancellationToken) => Inner.ReadZLinkAsync(cancellationToken);

    public Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
        => gate.MoveAsync(lease, target, cancellationToken);

    public Task HaltAsync(CancellationToken cancellationToken) => Inner.HaltAsync(cancellationToken);
}
