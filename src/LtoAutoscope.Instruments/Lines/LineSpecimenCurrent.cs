using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A specimen current monitor that can be switched and not read: what was last set and accepted is what is known.</summary>
internal sealed class LineSpecimenCurrent(LineRoles roles) : ISpecimenCurrentMonitor
{
    private volatile object? _known;

    public Task<bool?> ReadAsync(CancellationToken cancellationToken)
        => roles.CanRead("specimen_current_monitor") ? roles.ReadFlagAsync("specimen_current_monitor", cancellationToken) : Task.FromResult(_known as bool?);

    public async Task SetAsync(bool on, CancellationToken cancellationToken)
    {
        _known = null;
        try
        {
            await roles.SetFlagAsync("specimen_current_monitor", on, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (!on && fault.Fault == Fault.NotSupported)
        {
            // Where there is no monitor none is on.
        }

        _known = on;
    }
}
