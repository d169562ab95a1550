using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Replay;

/// <summary>
/// A replay on real sockets and pseudo-terminals: a driver that is pointed at <see cref="Endpoints"/> meets the instrument of the recording. Ports that stood in a fixed
/// distance on one host, as control and data of SharkSEM do, stand in it here too.
/// </summary>
public sealed class ReplayHost : IAsyncDisposable
{
    private const int Attempts = 50;
    private readonly List<WireListener> _listeners = [];
    private readonly Dictionary<string, string> _endpoints = [];

    private ReplayHost(WireReplay replay) => Replay = replay;

    /// <summary>The replay, with what it has found different.</summary>
    public WireReplay Replay { get; }

    /// <summary>Where each recorded endpoint is found here: <c>127.0.0.1:port</c> or a terminal's path.</summary>
    public IReadOnlyDictionary<string, string> Endpoints => _endpoints;

    /// <summary>Listens for every endpoint of a recording.</summary>
    /// <exception cref="InputException">The recording has lost where a connection led, no free ports are to be had, or a serial line was recorded and there are no pseudo-terminals.</exception>
    public static async Task<ReplayHost> StartAsync(WireReplay replay, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var host = new ReplayHost(replay);
        ILogger logger = loggerFactory.CreateLogger<ReplayHost>();
        try
        {
            var tcp = new List<TcpEndpoint>();
            foreach (string endpoint in replay.Endpoints)
            {
                if (endpoint.Length == 0)
                    throw new InputException("a connection's beginning is missing, so it is not known where it led", "recording", "Use the whole file, or the whole wire/ folder");
                if (LinkEndpoint.Parse(endpoint) is TcpEndpoint port) tcp.Add(port);
                else host.AddTerminal(endpoint, timeProvider, logger);
            }

            foreach (IGrouping<string, TcpEndpoint> ports in tcp.GroupBy(port => port.Host)) await host.AddPortsAsync([.. ports.OrderBy(port => port.Port)], logger).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (WireListener listener in _listeners) await listener.DisposeAsync().ConfigureAwait(false);
    }

    private void AddTerminal(string endpoint, TimeProvider timeProvider, ILogger logger)
    {
        if (!OperatingSystem.IsLinux())
            throw new InputException("a serial line was recorded, and pseudo-terminals are to be had on Linux only", endpoint, "Replay it under Linux");
        var listener = WireListener.OnPseudoTerminal(new Player(Replay, endpoint), timeProvider, link => link, logger);
        _listeners.Add(listener);
        _endpoints[endpoint] = listener.Endpoint;
    }

    private async Task AddPortsAsync(IReadOnlyList<TcpEndpoint> ports, ILogger logger)
    {
        for (int attempt = 1; ; attempt++)
        {
            var opened = new List<WireListener>();
            try
            {
                foreach (TcpEndpoint port in ports)
                {
                    int wanted = opened.Count == 0 ? 0 : ((TcpEndpoint)LinkEndpoint.Parse(opened[0].Endpoint)).Port + port.Port - ports[0].Port;
                    opened.Add(WireListener.OnTcp(new Player(Replay, port.ToString()), wanted, link => link, logger));
                }

                for (int i = 0; i < ports.Count; i++) _endpoints[ports[i].ToString()] = opened[i].Endpoint;
                _listeners.AddRange(opened);
                return;
            }
            catch (Exception taken) when (taken is InputException or ArgumentOutOfRangeException && attempt < Attempts)
            {
                foreach (WireListener listener in opened) await listener.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private sealed class Player(WireReplay replay, string endpoint) : IWireServer
    {
        public Task ServeAsync(IByteLink link, CancellationToken cancellationToken) => replay.PlayAsync(link, endpoint, cancellationToken);
    }
}
