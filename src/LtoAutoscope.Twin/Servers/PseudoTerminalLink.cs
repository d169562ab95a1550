using System.Runtime.Versioning;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The instrument's end of a pseudo-terminal as a byte link.</summary>
/// <param name="terminal">The terminal; owned from here on.</param>
/// <param name="timeProvider">The wall clock.</param>
[SupportedOSPlatform("linux")]
public sealed class PseudoTerminalLink(PseudoTerminal terminal, TimeProvider timeProvider) : IByteLink
{
    private readonly byte[] _buffer = new byte[4096];

    /// <inheritdoc/>
    public string Name => terminal.Path;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await terminal.ReadAsync(_buffer, timeProvider, cancellationToken).ConfigureAwait(false);
            _buffer.AsSpan(0, Math.Min(read, buffer.Length)).CopyTo(buffer.Span);
            return Math.Min(read, buffer.Length);
        }
        catch (IOException failure)
        {
            throw new InstrumentFaultException(Fault.LinkLost, $"{Name}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await terminal.WriteAsync(bytes, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new InstrumentFaultException(Fault.LinkLost, $"{Name}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        terminal.Dispose();
        return ValueTask.CompletedTask;
    }
}
