using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Brings the stage to its safe position: first away from the lens, then flat and home, last towards it; in steps of at most the allowed length.</summary>
internal sealed class ParkMove(InterlockGate gate, CancellationToken nextStop)
{
    private const double Fraction = 0.999;

    public async Task ToAsync(StageTarget safe, CancellationToken cancellationToken)
    {
        SafetyEnvelope envelope = gate.Rules.Envelope;
        StagePosition start = await gate.Inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        bool retreats = safe.ZMm is { } z && (z - start.ZMm) * envelope.ZTowardsLens <= 0;
        if (retreats) await StepAsync(new StageTarget(ZMm: safe.ZMm), cancellationToken).ConfigureAwait(false);
        await StepAsync(safe with { ZMm = null }, cancellationToken).ConfigureAwait(false);
        if (!retreats && safe.ZMm is not null) await StepAsync(new StageTarget(ZMm: safe.ZMm), cancellationToken).ConfigureAwait(false);
    }

    private async Task StepAsync(StageTarget target, CancellationToken cancellationToken)
    {
        SafetyEnvelope envelope = gate.Rules.Envelope;
        StagePosition start = await gate.Inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StagePosition goal = target.From(start);
        double length = Math.Sqrt(Math.Pow(start.PlanarDistanceMm(goal), 2) + Math.Pow(goal.ZMm - start.ZMm, 2));
        double turn = Math.Max(Math.Abs(goal.RotationDeg - start.RotationDeg), Math.Abs(goal.TiltDeg - start.TiltDeg));
        int steps = (int)Math.Max(1, Math.Ceiling(Math.Max(length / (envelope.MaximumStepMm * Fraction), turn / (envelope.MaximumStepDeg * Fraction))));
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps;
            StageTarget part = new(
                Part(target.XMm, start.XMm), Part(target.YMm, start.YMm), Part(target.ZMm, start.ZMm),
                Part(target.RotationDeg, start.RotationDeg), Part(target.TiltDeg, start.TiltDeg));
            await gate.PassAsync(null, new InterlockCommand.Move(part), token => gate.Inner.Stage.MoveAsync(part, token), cancellationToken, nextStop).ConfigureAwait(false);

            double? Part(double? end, double begin) => end is { } value && share < 1 ? begin + share * (value - begin) : end;
        }
    }
}
