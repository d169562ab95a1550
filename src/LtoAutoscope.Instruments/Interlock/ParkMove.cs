using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Brings the stage to its safe position: first away from the lens, then flat and home, last towards it; in steps of at most the allowed length.</summary>
internal sealed class ParkMove(InterlockGate gate, CancellationToken nextStop)
{
    private const double Fraction = 0.999;

    /// <summary>Goes as far as the rules allow. A leg that a rule refuses moved nothing, so the next one is still tried; any other fault ends the way.</summary>
    /// <returns>What was refused, or an empty string.</returns>
    /// <exception cref="InstrumentFaultException">Any fault but <see cref="Fault.InterlockRefused"/>.</exception>
    public async Task<string> ToAsync(StageTarget safe, CancellationToken cancellationToken)
    {
        StagePosition start = await gate.Inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StageTarget height = new(ZMm: safe.ZMm), rest = safe with { ZMm = null };
        bool retreats = safe.ZMm is { } z && (z - start.ZMm) * gate.Rules.Envelope.ZTowardsLens <= 0;
        List<string> refused = [];
        foreach (StageTarget leg in retreats ? (StageTarget[])[height, rest] : [rest, height])
        {
            if (leg == default) continue;
            try
            {
                await StepAsync(leg, cancellationToken).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.InterlockRefused)
            {
                refused.Add(fault.Detail);
            }
        }

        return string.Join("; ", refused);
    }

    private async Task StepAsync(StageTarget target, CancellationToken cancellationToken)
    {
        StagePosition start = await gate.Inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        StagePosition goal = target.From(start);
        double length = Math.Sqrt(Math.Pow(start.PlanarDistanceMm(goal), 2) + Math.Pow(goal.ZMm - start.ZMm, 2));
        double turn = Math.Max(Math.Abs(goal.RotationDeg - start.RotationDeg), Math.Abs(goal.TiltDeg - start.TiltDeg));
        int steps = (int)Math.Max(1, Math.Ceiling(Math.Max(length / (gate.Rules.LongestStepMm * Fraction), turn / (gate.Rules.LargestTurnDeg * Fraction))));
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps;
            StageTarget part = new(
                Part(target.XMm, start.XMm), Part(target.YMm, start.YMm), Part(target.ZMm, start.ZMm),
                Part(target.RotationDeg, start.RotationDeg), Part(target.TiltDeg, start.TiltDeg));
            await gate.MoveAsync(null, part, cancellationToken, nextStop).ConfigureAwait(false);

            double? Part(double? end, double begin) => end is { } value && share < 1 ? begin + share * (value - begin) : end;
        }
    }
}
