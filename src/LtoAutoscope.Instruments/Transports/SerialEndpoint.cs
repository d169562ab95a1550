using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>A serial port.</summary>
/// <param name="Port"><c>/dev/ttyUSB0</c>, <c>/dev/serial/by-id/…</c>, <c>COM3</c>.</param>
/// <param name="Settings">How it is set.</param>
public sealed record SerialEndpoint(string Port, SerialSettings Settings) : LinkEndpoint
{
    /// <inheritdoc/>
    public override async Task<IByteLink> OpenAsync(TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var link = SerialLink.Open(Port, Settings, timeProvider);
        if (Settings.SettleTime <= TimeSpan.Zero) return link;
        try
        {
            await DropAsync(link, timeProvider, cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The name of the port.</summary>
    public override string ToString() => Port;

    /// <summary>Reads and forgets what comes during the settling: the greeting of a controller that starts anew.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.LinkLost"/>.</exception>
    private async Task DropAsync(SerialLink link, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var settled = new CancellationTokenSource(Settings.SettleTime, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(settled.Token, cancellationToken);
        var buffer = new byte[256];
        try
        {
            while (true) await link.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The settling is over.
        }
    }
}
