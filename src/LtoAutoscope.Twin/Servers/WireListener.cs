using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Gives a server its clients: from a loopback TCP port, or from a pseudo-terminal.</summary>
public sealed class WireListener : IAsyncDisposable
{
    private readonly IWireServer _server;
    private readonly Func<IByteLink, IByteLink> _wrap;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _state = new();
    private readonly HashSet<IByteLink> _links = [];
    private TcpListener? _listener;
    private Task _running = Task.CompletedTask;

    private WireListener(IWireServer server, Func<IByteLink, IByteLink> wrap, ILogger logger) => (_server, _wrap, _logger) = (server, wrap, logger);

    /// <summary>Where a driver connects: <c>127.0.0.1:port</c> or the terminal's path.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Listens on loopback TCP; several clients may come.</summary>
    /// <param name="server">Speaks the protocol.</param>
    /// <param name="port">0 takes any free one.</param>
    /// <param name="wrap">Put around each link, for trouble on the wire.</param>
    /// <param name="logger">For clients that come and go.</param>
    /// <exception cref="InputException">The port is in use.</exception>
    public static WireListener OnTcp(IWireServer server, int port, Func<IByteLink, IByteLink> wrap, ILogger logger)
    {
        var listener = new WireListener(server, wrap, logger) { _listener = new TcpListener(IPAddress.Loopback, port) };
        try
        {
            listener._listener.Start();
        }
        catch (SocketException failure)
        {
            throw new InputException($"port {port} cannot be opened: {failure.Message.TrimEnd('.')}", $"127.0.0.1:{port}", "Choose another port, or 0 for any free one", failure);
        }

        listener.Endpoint = $"127.0.0.1:{((IPEndPoint)listener._listener.LocalEndpoint).Port}";
        listener._running = Task.Run(listener.AcceptAsync);
        return listener;
    }

    /// <summary>Opens a pseudo-terminal and serves whoever opens its other end, one after the other.</summary>
    /// <inheritdoc cref="OnTcp"/>
    [SupportedOSPlatform("linux")]
    public static WireListener OnPseudoTerminal(IWireServer server, TimeProvider timeProvider, Func<IByteLink, IByteLink> wrap, ILogger logger)
    {
        var terminal = PseudoTerminal.Open();
        var listener = new WireListener(server, wrap, logger) { Endpoint = terminal.Path };
        var link = new PseudoTerminalLink(terminal, timeProvider);
        listener._running = Task.Run(() => listener.ServeAsync(link));
        return listener;
    }

    /// <summary>Cuts every connection, as a pulled cable does. TCP clients may come again; a pseudo-terminal is gone.</summary>
    public async Task DropConnectionsAsync()
    {
        IByteLink[] links;
        lock (_state) links = [.. _links];
        foreach (IByteLink link in links) await link.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener?.Stop();
        await DropConnectionsAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket = await _listener!.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            _ = Task.Run(() => ServeAsync(TcpLink.Accepted(socket)));
        }
    }

    private async Task ServeAsync(IByteLink bare)
    {
        IByteLink link = _wrap(bare);
        lock (_state) _links.Add(link);
        try
        {
            await _server.ServeAsync(link, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InstrumentFaultException or OperationCanceledException)
        {
            _logger.LogDebug("{Endpoint}: a client left: {Reason}", Endpoint, failure.Message);
        }
        finally
        {
            lock (_state) _links.Remove(link);
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }
}
