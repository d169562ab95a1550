using System.IO.Ports;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>A serial port, 8 data bits, no parity, 1 stop bit, no flow control.</summary>
/// <remarks>
/// A write time-out is always set and close excludes write, because closing a port under an endless write hangs (dotnet/runtime issue 100690).
/// An unplugged adapter still says that it is open (issue 121627): only a probe's answer shows that the line lives.
/// </remarks>
public sealed class SerialLink : IByteLink
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(2);
    private readonly SerialPort _port;
    private readonly Lock _closeOrWrite = new();
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    private SerialLink(SerialPort port) => _port = port;

    /// <inheritdoc/>
    public string Name => _port.PortName;

    /// <summary>Opens a port.</summary>
    /// <param name="portName"><c>/dev/ttyUSB0</c>, <c>COM3</c> or a pseudo-terminal.</param>
    /// <param name="baudRate">Bits per second, &gt; 0.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>: no such port, no right to it, or in use.</exception>
    public static SerialLink Open(string portName, int baudRate)
    {
        var port = new SerialPort(portName, baudRate, Parity.None, 8, StopBits.One)
        {
            Handshake = Handshake.None,
            WriteTimeout = (int)WriteTimeout.TotalMilliseconds,
        };
        try
        {
            port.Open();
            port.DiscardInBuffer();
            return new SerialLink(port);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw new InstrumentFaultException(Fault.Unreachable, $"{portName}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            return await _port.BaseStream.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is IOException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException)
        {
            throw new InstrumentFaultException(Fault.LinkLost, $"{Name}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            lock (_closeOrWrite)
            {
                if (_closed) throw new InvalidOperationException("the port is closed");
                _port.BaseStream.Write(bytes.Span);
            }

            return ValueTask.CompletedTask;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or UnauthorizedAccessException or TimeoutException)
        {
            throw new InstrumentFaultException(Fault.LinkLost, $"{Name}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        lock (_closeOrWrite)
        {
            if (_closed) return;
            _closed = true;
            _port.Dispose();
        }
    }
}
