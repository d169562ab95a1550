using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Brings the stage to its safe position: first away from the lens, then flat and home, last towards it; in steps of at most the allowed length.</summary>
internal sealed class ParkMove(InterlockGate gate, CancellationToken nextStop)
{
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
                await new SteppedMove(gate).ToAsync(null, leg, cancellationToken, nextStop).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.InterlockRefused)
            {
                refused.Add(fault.Detail);
            }
        }

        return string.Join("; ", refused);
    }
}
