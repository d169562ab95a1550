using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>The instrument's own procedures behind the interlock.</summary>
internal sealed class InterlockedAutomatic(InterlockGate gate, InstrumentLease? lease, IAutomaticFunctions inner) : IAutomaticFunctions
{
    /// <summary>A working distance that the instrument found outside the allowed range is taken back and refused.</summary>
    public Task<double> AutoFocusAsync(int channel, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Automatic("autofocus"), async (_, token) =>
        {
            double before = await gate.Inner.Column.ReadWorkingDistanceMmAsync(token).ConfigureAwait(false);
            double found = await inner.AutoFocusAsync(channel, token).ConfigureAwait(false);
            if (gate.Rules.CheckWorkingDistance(found) is not { } refusal) return found;
            if (gate.Rules.CheckWorkingDistance(before) is null) await gate.Inner.Column.SetWorkingDistanceMmAsync(before, token).ConfigureAwait(false);
            throw InterlockGate.Refused(refusal with { Rule = refusal.Rule + " found by autofocus" });
        }, cancellationToken);

    public Task<(double XPercent, double YPercent)> AutoStigmateAsync(int channel, CancellationToken cancellationToken)
        => gate.PassAsync(lease, new InterlockCommand.Automatic("automatic stigmation"), (_, token) => inner.AutoStigmateAsync(channel, token), cancellationToken);
}
