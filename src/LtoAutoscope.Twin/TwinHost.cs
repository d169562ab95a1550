using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin;

/// <summary>A running twin: one microscope in software and the servers that speak for it.</summary>
public sealed class TwinHost : IAsyncDisposable
{
    private const string SharkSemEndpoint = "sharksem";
    private readonly Dictionary<string, WireListener> _listeners = [];
    private readonly IDisposable _sharkSemCut;
    private FaultApi? _api;

    private TwinHost(TwinMicroscope microscope, SharkSemServer sharkSem)
    {
        (Microscope, SharkSem, Faults) = (microscope, sharkSem, new FaultRunner(microscope));
        _sharkSemCut = WireFaults[SharkSemEndpoint].OnCut(restarts =>
        {
            // Its links break by themselves; what the program kept goes with it.
            if (restarts) _ = sharkSem.RestartAsync(losesReference: false);
        });
    }

    /// <summary>The microscope.</summary>
    public TwinMicroscope Microscope { get; }

    /// <summary>Lets faults happen: those of the script, and any that are added.</summary>
    public FaultRunner Faults { get; }

    /// <summary>What is wrong with its wires.</summary>
    public WireFaults WireFaults => Microscope.WireFaults;

    /// <summary>Its SharkSEM server.</summary>
    public SharkSemServer SharkSem { get; }

    /// <summary>Its other servers' listeners, by the keys of <see cref="Endpoints"/>.</summary>
    public IReadOnlyDictionary<string, WireListener> Listeners => _listeners;

    /// <summary>Where it can be reached.</summary>
    public TwinEndpoints Endpoints { get; private set; } = new(new Dictionary<string, string>());

    /// <summary>Starts the microscope and its servers; they listen when it returns.</summary>
    /// <param name="options">Ports and physics.</param>
    /// <param name="world">What lies under the beam; has to bear calls from several threads.</param>
    /// <param name="timeProvider">The wall clock.</param>
    /// <param name="loggerFactory">For logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">A port is in use, a protocol is not known, or a pseudo-terminal was asked for where there is none.</exception>
    public static async Task<TwinHost> StartAsync(
        TwinOptions options, ISampleWorld world, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var microscope = new TwinMicroscope(options, world, timeProvider);
        var host = new TwinHost(microscope, SharkSemServer.Start(
            microscope, options, loggerFactory, link => new FaultyLink(link, microscope.WireFaults[SharkSemEndpoint], timeProvider)));
        try
        {
            foreach (TwinServer server in options.Servers) host.Add(server, options, loggerFactory.CreateLogger<WireListener>());
            var endpoints = host._listeners.ToDictionary(entry => entry.Key, entry => entry.Value.Endpoint);
            endpoints[SharkSemEndpoint] = $"127.0.0.1:{host.SharkSem.Port}";
            if (options.ApiPort is { } apiPort)
            {
                host._api = FaultApi.Start(apiPort, microscope, host.Faults);
                endpoints["api"] = $"127.0.0.1:{host._api.Port}";
            }

            host.Endpoints = new TwinEndpoints(endpoints);
            host.Faults.Begin(options.Faults);
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
        Faults.Dispose();
        _sharkSemCut.Dispose();
        if (_api is not null) await _api.DisposeAsync().ConfigureAwait(false);
        await SharkSem.DisposeAsync().ConfigureAwait(false);
        foreach (WireListener listener in _listeners.Values) await listener.DisposeAsync().ConfigureAwait(false);
    }

    private void Add(TwinServer server, TwinOptions options, ILogger logger)
    {
        IWireServer speaker = WireServers.Create(server.Protocol, Microscope, options)
            ?? throw new InputException($"the twin does not speak '{server.Protocol}'", "servers", $"Use one of {string.Join(", ", WireServers.NamesWith(options.ProtocolFolders))}");
        string key = _listeners.ContainsKey(server.Protocol) ? $"{server.Protocol}-{(server.TcpPort is null ? "pty" : "tcp")}" : server.Protocol;
        if (server.TcpPort is { } port)
        {
            _listeners[key] = WireListener.OnTcp(speaker, port, link => Wrap(link, key, false), logger);
            return;
        }

        if (!OperatingSystem.IsLinux())
            throw new InputException("pseudo-terminals are to be had on Linux only", $"servers.{server.Protocol}", "Serve it over TCP, or run the twin on Linux");
        _listeners[key] = WireListener.OnPseudoTerminal(speaker, Microscope.Clock.Wall, link => Wrap(link, key, true), logger);
    }

    private FaultyLink Wrap(IByteLink link, string endpoint, bool isSerial) => new(link, WireFaults[endpoint], Microscope.Clock.Wall, isSerial);
}
