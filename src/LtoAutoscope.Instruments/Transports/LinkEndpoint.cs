using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>Where a link leads: a serial port, or a TCP port that carries the same bytes (an instrument's own server, or a serial bridge in raw mode).</summary>
public abstract record LinkEndpoint
{
    private protected LinkEndpoint()
    {
    }

    /// <summary>A serial port.</summary>
    /// <param name="port"><c>/dev/ttyUSB0</c>, <c>/dev/serial/by-id/…</c>, <c>COM3</c>.</param>
    /// <param name="settings">How it is set; the defaults when null.</param>
    public static LinkEndpoint Serial(string port, SerialSettings? settings = null) => new SerialEndpoint(port, settings ?? new SerialSettings());

    /// <summary>A TCP port.</summary>
    /// <param name="host">Name or IPv4 address.</param>
    /// <param name="port">1…65535.</param>
    public static LinkEndpoint Tcp(string host, int port) => new TcpEndpoint(host, port);

    /// <summary>Reads <c>host:port</c> as TCP and everything else as the name of a serial port.</summary>
    /// <param name="text">The text, such as <c>192.168.0.7:4001</c>, <c>/dev/ttyUSB0</c> or <c>COM3</c>.</param>
    /// <param name="settings">For a serial port.</param>
    /// <exception cref="InputException">It is empty, or its port is out of range.</exception>
    public static LinkEndpoint Parse(string text, SerialSettings? settings = null)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InputException("there is no port", "port", "Write /dev/ttyUSB0, COM3 or host:port");
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || text.StartsWith('/')) return Serial(text, settings);
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? Tcp(text[..colon], port)
            : throw new InputException("it is neither host:port nor a serial port", text, "Write it like 192.168.0.7:4001, /dev/ttyUSB0 or COM3");
    }

    /// <summary>Opens the link.</summary>
    /// <param name="timeout">How long an attempt over TCP may take; a serial port opens at once, then waits for its <see cref="SerialSettings.SettleTime"/>.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>.</exception>
    public abstract Task<IByteLink> OpenAsync(TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken);
}
