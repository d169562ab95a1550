using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The automatic procedures of an XL microscope. Autofocus blocks the line until it is done, up to minutes.</summary>
internal sealed class Xl30Automatic(Xl30Microscope microscope) : IAutomaticFunctions
{
    /// <summary>Focuses. The working distance that was found cannot be read: not a number comes back.</summary>
    public async Task<double> AutoFocusAsync(int channel, CancellationToken cancellationToken)
    {
        await microscope.DoAsync(
            Xl30Message.Ask(Xl30Opcode.AutoFocus), microscope.StopSignal.Token, cancellationToken, microscope.Settings.AutoFocusTimeout).ConfigureAwait(false);
        return double.NaN;
    }

    public Task<(double XPercent, double YPercent)> AutoStigmateAsync(int channel, CancellationToken cancellationToken)
        => Task.FromException<(double, double)>(new InstrumentFaultException(Fault.NotSupported, "no operation for an automatic stigmator is known"));
}
