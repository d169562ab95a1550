using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Reads what the rules of a command need, and no more. Closing needs nothing, so that it works on a half-dead instrument.</summary>
internal sealed class InterlockReading(IMicroscope inner, SafetyEnvelope envelope)
{
    public async Task<InterlockState> ReadAsync(InterlockCommand command, InterlockGate gate, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case InterlockCommand.Move move:
                return await ReadForMoveAsync(move.Target, gate, cancellationToken).ConfigureAwait(false);
            case InterlockCommand.Scan or InterlockCommand.Automatic:
                return new InterlockState(
                    null, await inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false), null, await inner.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false));
            case InterlockCommand.BeamOn or InterlockCommand.Unblank:
                return new InterlockState(null, StageMotion.Unknown, null, await inner.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false));
            case InterlockCommand.SpecimenCurrent { On: true }:
                return new InterlockState(null, await inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false), null, VacuumState.Unknown);
            default:
                return new InterlockState(null, StageMotion.Unknown, null, VacuumState.Unknown);
        }
    }

    private async Task<InterlockState> ReadForMoveAsync(StageTarget target, InterlockGate gate, CancellationToken cancellationToken)
    {
        StageMotion motion = await inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false);
        StagePosition position = await inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StageLimits limits = await gate.ReadLimitsAsync(cancellationToken).ConfigureAwait(false);
        bool? monitor = inner.SpecimenCurrent is { } current ? await current.ReadAsync(cancellationToken).ConfigureAwait(false) : false;
        var state = new InterlockState(position, motion, limits, VacuumState.Unknown) { SpecimenCurrentOn = monitor };
        if (target.ZMm is null && target.TiltDeg is null) return state;
        ZLink link = envelope.ZLink ?? await inner.Stage.ReadZLinkAsync(cancellationToken).ConfigureAwait(false);
        return state with
        {
            ZLink = link,
            WorkingDistanceMm = link == ZLink.LinkedToWorkingDistance ? await inner.Column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false) : null,
        };
    }
}
