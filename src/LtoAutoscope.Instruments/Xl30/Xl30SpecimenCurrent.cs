using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The specimen current monitor of an XL microscope. Its wire is the touch alarm's, so that alarm is dead in both other modes.</summary>
internal sealed class Xl30SpecimenCurrent(Xl30Microscope microscope) : ISpecimenCurrentMonitor
{
    private const byte TouchAlarm = 0;
    private const byte Measuring = 2;

    public async Task<bool?> ReadAsync(CancellationToken cancellationToken)
        => await microscope.GetWordAsync(Xl30Opcode.GetSpecimenCurrentMode, cancellationToken).ConfigureAwait(false) != TouchAlarm;

    public async Task SetAsync(bool on, CancellationToken cancellationToken)
    {
        byte mode = on ? Measuring : TouchAlarm;
        await microscope.DoAsync(Xl30Message.Bytes(Xl30Opcode.SetSpecimenCurrentMode, mode), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        ushort read = await microscope.GetWordAsync(Xl30Opcode.GetSpecimenCurrentMode, cancellationToken).ConfigureAwait(false);
        if (read != mode) throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"specimen current mode {mode} was set, {read} reads back"));
    }
}
