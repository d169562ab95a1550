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

    /// <summary>At once where a stop ends a move that is under way; else in short steps, after the whole way was looked at.</summary>
    public async Task<StagePosition> MoveAsync(StageTarget target, CancellationToken cancellationToken)
    {
        if (gate.Rules.MovesAreInterruptible) return await gate.MoveAsync(lease, target, cancellationToken).ConfigureAwait(false);
        await gate.CheckWholeAsync(target, cancellationToken).ConfigureAwait(false);
        return await new SteppedMove(gate).ToAsync(lease, target, cancellationToken).ConfigureAwait(false);
    }

    public Task HaltAsync(CancellationToken cancellationToken) => Inner.HaltAsync(cancellationToken);
}
