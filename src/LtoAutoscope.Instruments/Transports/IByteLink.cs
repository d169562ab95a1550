namespace LtoAutoscope.Instruments.Transports;

/// <summary>A stream of bytes to and from an instrument: a TCP socket or a serial port.</summary>
/// <remarks>
/// Thread safety: one reader and any number of writers at a time; each write goes out whole. Closing while a write is under way is safe.
/// All trouble comes out as <see cref="Domain.Instruments.InstrumentFaultException"/>.
/// </remarks>
public interface IByteLink : IAsyncDisposable
{
    /// <summary>Where it leads, for messages: <c>host:port</c> or the port's name.</summary>
    string Name { get; }

    /// <summary>Reads what has come, at least one byte.</summary>
    /// <returns>The number of bytes read; 0 when the other end has closed.</returns>
    /// <exception cref="Domain.Instruments.InstrumentFaultException"><see cref="Domain.Instruments.Fault.LinkLost"/>.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Hands bytes to the operating system; returns when the last one is handed over.</summary>
    /// <exception cref="Domain.Instruments.InstrumentFaultException"><see cref="Domain.Instruments.Fault.LinkLost"/>.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
