using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>A move in steps of at most the allowed length. Each passes the gate by itself, so that a stop, a lost lease or a refusal ends the way between two of them.</summary>
internal sealed class SteppedMove(InterlockGate gate)
{
    private const double Fraction = 0.999;

    /// <summary>Goes to a target and returns where the last step came to rest.</summary>
    public async Task<StagePosition> ToAsync(InstrumentLease? lease, StageTarget target, CancellationToken cancellationToken, CancellationToken? parking = null)
    {
        StagePosition start = await gate.Inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StagePosition goal = target.From(start), reached = start;
        double length = Math.Sqrt(Math.Pow(start.PlanarDistanceMm(goal), 2) + Math.Pow(goal.ZMm - start.ZMm, 2));
        double turn = Math.Max(Math.Abs(goal.RotationDeg - start.RotationDeg), Math.Abs(goal.TiltDeg - start.TiltDeg));
        int steps = (int)Math.Max(1, Math.Ceiling(Math.Max(length / (gate.Rules.LongestStepMm * Fraction), turn / (gate.Rules.LargestTurnDeg * Fraction))));
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps;
            StageTarget part = new(
                Part(target.XMm, start.XMm), Part(target.YMm, start.YMm), Part(target.ZMm, start.ZMm),
                Part(target.RotationDeg, start.RotationDeg), Part(target.TiltDeg, start.TiltDeg));
            reached = await gate.MoveAsync(lease, part, cancellationToken, parking).ConfigureAwait(false);

            double? Part(double? end, double begin) => end is { } value && share < 1 ? begin + share * (value - begin) : end;
        }

        return reached;
    }
}
