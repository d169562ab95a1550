using System.IO.Ports;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>A serial port over <see cref="SerialPort"/>, for Windows and macOS.</summary>
/// <remarks>A write time-out is always set and close excludes write, because closing a port under an endless write hangs (dotnet/runtime issue 100690).</remarks>
internal sealed class SystemSerialPort : IByteLink
{
    private readonly SerialPort _port;
    private readonly Lock _closeOrWrite = new();
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    private SystemSerialPort(SerialPort port) => _port = port;

    public string Name => _port.PortName;

    public static SystemSerialPort Open(string portName, SerialSettings settings)
    {
        Parity parity = settings.Parity switch { SerialParity.Odd => Parity.Odd, SerialParity.Even => Parity.Even, _ => Parity.None };
        var port = new SerialPort(portName, settings.BaudRate, parity, settings.DataBits, settings.StopBits == 2 ? StopBits.Two : StopBits.One)
        {
            Handshake = settings.HardwareFlowControl ? Handshake.RequestToSend : Handshake.None,
            WriteTimeout = (int)settings.WriteTimeout.TotalMilliseconds,
        };
        try
        {
            // Before the opening: on Windows the lines then never change.
            if (settings.Dtr is { } dtr) port.DtrEnable = dtr;
            if (settings.Rts is { } rts && !settings.HardwareFlowControl) port.RtsEnable = rts;
            port.Open();
            port.DiscardInBuffer();
            return new SystemSerialPort(port);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw new InstrumentFaultException(Fault.Unreachable, $"{portName}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

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
