using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>A serial port: an adapter, a built-in port or a pseudo-terminal.</summary>
/// <remarks>
/// Under Linux it is driven over termios and poll, so that an unplugged adapter is noticed within a second; elsewhere over
/// <see cref="System.IO.Ports.SerialPort"/>. Why: docs/decisions/0006-serial-on-linux.md. Closing never waits for bytes that cannot leave.
/// </remarks>
public sealed class SerialLink : IByteLink
{
    private readonly IByteLink _port;

    private SerialLink(IByteLink port) => _port = port;

    /// <inheritdoc/>
    public string Name => _port.Name;

    /// <summary>Opens a port with 8 data bits, no parity and 1 stop bit.</summary>
    /// <param name="portName"><c>/dev/ttyUSB0</c>, <c>COM3</c> or a pseudo-terminal.</param>
    /// <param name="baudRate">Bits per second, &gt; 0.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>: no such port, no right to it, or in use.</exception>
    public static SerialLink Open(string portName, int baudRate) => Open(portName, new SerialSettings { BaudRate = baudRate }, TimeProvider.System);

    /// <summary>Opens a port.</summary>
    /// <param name="portName"><c>/dev/ttyUSB0</c>, <c>COM3</c> or a pseudo-terminal.</param>
    /// <param name="settings">How it is set.</param>
    /// <param name="timeProvider">The clock of the write time-out.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>: no such port, no right to it, in use, or it cannot be set so.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public static SerialLink Open(string portName, SerialSettings settings, TimeProvider timeProvider)
    {
        settings.Validate();
        return new SerialLink(OperatingSystem.IsLinux()
            ? LinuxSerialPort.Open(portName, settings, timeProvider)
            : SystemSerialPort.Open(portName, settings));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => _port.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _port.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _port.DisposeAsync();
}
