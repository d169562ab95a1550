using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The twin behind the SharkSEM protocol on loopback TCP: control on a port, pixels on the next one, several clients.</summary>
public sealed class SharkSemServer : IAsyncDisposable
{
    /// <summary>Dwell times of the scan speeds, µs.</summary>
    internal static readonly double[] SpeedsUs = [0.1, 0.32, 1, 3.2, 10, 32, 100];

    private const int PairAttempts = 50;
    private const int DefaultSpeed = 3;
    private const int BeamChanging = 1000;
    private readonly ILogger _logger;
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly Func<IByteLink, IByteLink> _wrap;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _state = new();
    private readonly HashSet<SharkSemClientSession> _sessions = [];
    private readonly ITimer _watchdog;
    private readonly List<Task> _accepting = [];
    private TimeSpan _watchdogSpan;
    private SharkSemScan? _scan;
    private int _speed = DefaultSpeed;

    private SharkSemServer(TwinMicroscope microscope, TwinOptions options, TcpListener control, TcpListener data, Func<IByteLink, IByteLink> wrap, ILogger logger)
    {
        (Microscope, Options, _control, _data, _wrap, _logger) = (microscope, options, control, data, wrap, logger);
        Version = SharkSemVersion.Parse(options.SharkSemVersion) ?? SharkSemVersion.Oldest;
        _watchdog = Wall.CreateTimer(_ => Microscope.Stage.Stop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Camera = new SharkSemCamera(this);
        _accepting.Add(AcceptAsync(_control, ServeAsync));
        _accepting.Add(AcceptAsync(_data, AttachDataAsync));
    }

    /// <summary>The control port.</summary>
    public int Port => ((IPEndPoint)_control.LocalEndpoint).Port;

    /// <summary>The microscope behind it.</summary>
    public TwinMicroscope Microscope { get; }

    /// <summary>Trouble on the wire, for tests and fault scripts.</summary>
    public SharkSemWireFaults Faults { get; } = new();

    /// <summary>How it behaves where real servers differ.</summary>
    public SharkSemManners Manners { get; } = new();

    internal TwinOptions Options { get; }

    internal SharkSemVersion Version { get; }

    internal SharkSemState State { get; private set; } = new();

    internal SharkSemCamera Camera { get; }

    internal TimeProvider Wall => Microscope.Clock.Wall;

    internal double SpeedDwellUs => SpeedsUs[Speed - 1];

    internal int Speed
    {
        get => Volatile.Read(ref _speed);
        set => Volatile.Write(ref _speed, Math.Clamp(value, 1, SpeedsUs.Length));
    }

    internal bool IsScanning => Volatile.Read(ref _scan) is { IsRunning: true };

    /// <summary>Listens on loopback.</summary>
    /// <param name="microscope">What it serves.</param>
    /// <param name="options">Port and version.</param>
    /// <param name="loggerFactory">For logs.</param>
    /// <param name="wrap">Put around each link, control and data, for trouble on the wire; null for none.</param>
    /// <exception cref="InputException">The port or the next one is in use.</exception>
    public static SharkSemServer Start(TwinMicroscope microscope, TwinOptions options, ILoggerFactory loggerFactory, Func<IByteLink, IByteLink>? wrap = null)
    {
        (TcpListener control, TcpListener data) = Listen(options.SharkSemPort);
        return new SharkSemServer(microscope, options, control, data, wrap ?? (link => link), loggerFactory.CreateLogger<SharkSemServer>());
    }

    /// <summary>As when the microscope's software is started anew: every connection is cut and what the server kept is gone; the stage may have lost its reference.</summary>
    public async Task RestartAsync(bool losesReference)
    {
        StopScan();
        Camera.Disable();
        State = new SharkSemState();
        Speed = DefaultSpeed;
        ArmWatchdog(TimeSpan.Zero);
        if (losesReference) Microscope.Stage.IsCalibrated = false;
        await DropConnectionsAsync().ConfigureAwait(false);
    }

    /// <summary>Cuts every connection, as a lost network does; new ones are accepted.</summary>
    public async Task DropConnectionsAsync()
    {
        SharkSemClientSession[] sessions;
        lock (_state) sessions = [.. _sessions];
        foreach (SharkSemClientSession session in sessions) await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _control.Stop();
        _data.Stop();
        StopScan();
        await DropConnectionsAsync().ConfigureAwait(false);
        foreach (Task task in _accepting) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watchdog.DisposeAsync().ConfigureAwait(false);
    }

    internal bool IsBusy(uint mask)
        => (mask & (uint)SharkSemFlags.WaitScan) != 0 && IsScanning
            || (mask & (uint)SharkSemFlags.WaitStage) != 0 && Microscope.Stage.IsBusy
            || (mask & (uint)SharkSemFlags.WaitOptics) != 0 && (Microscope.Column.IsSettling || Microscope.Column.IsRamping || Microscope.Column.BeamState == BeamChanging)
            || (mask & (uint)SharkSemFlags.WaitAutomatic) != 0 && Microscope.Column.IsAutomaticRunning;

    internal bool StartScan(SharkSemClientSession session, SharkSemExposure exposure)
    {
        lock (_state)
        {
            if (_scan is { IsRunning: true }) return false;
            _scan = new SharkSemScan(this, session, exposure, _closing.Token);
            return true;
        }
    }

    internal void StopScan()
    {
        lock (_state) _scan?.Stop();
    }

    internal void ArmWatchdog(TimeSpan span)
    {
        lock (_state) _watchdogSpan = span;
        FeedWatchdog();
    }

    internal void FeedWatchdog()
    {
        lock (_state) _watchdog.Change(_watchdogSpan > TimeSpan.Zero ? _watchdogSpan : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static (TcpListener Control, TcpListener Data) Listen(int port)
    {
        for (int attempt = 0; ; attempt++)
        {
            TcpListener? control = null;
            try
            {
                control = Open(port);
                return (control, Open(((IPEndPoint)control.LocalEndpoint).Port + 1));
            }
            catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
            {
                control?.Stop();
                if (port == 0 && attempt < PairAttempts) continue;
                throw new InputException($"port {port} or {port + 1} cannot be opened: {failure.Message.TrimEnd('.')}", $"127.0.0.1:{port}",
                    "Choose another port, or 0 for any free one, or end the program that uses it", failure);
            }
        }

        static TcpListener Open(int number)
        {
            var listener = new TcpListener(IPAddress.Loopback, number);
            listener.Start();
            return listener;
        }
    }

    private async Task AcceptAsync(TcpListener listener, Func<Socket, Task> take)
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket = await listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            try
            {
                await take(socket).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                _logger.LogDebug("A client was gone before it was served: {Reason}", failure.Message);
                socket.Dispose();
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var session = new SharkSemClientSession(this, _wrap(TcpLink.Accepted(socket)), _logger, _closing.Token);
        bool isRefused;
        lock (_state)
        {
            isRefused = Manners.IsSingleClient && _sessions.Count > 0;
            if (!isRefused) _sessions.Add(session);
        }

        if (isRefused)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            return;
        }

        _ = Task.Run(async () =>
        {
            await session.RunAsync().ConfigureAwait(false);
            lock (_state) _sessions.Remove(session);
            await session.DisposeAsync().ConfigureAwait(false);
        });
    }

    /// <summary>Finds the client by the port that it registered; in single-client mode there is only one to whom the connection can belong.</summary>
    private async Task AttachDataAsync(Socket socket)
    {
        int port = ((IPEndPoint)socket.RemoteEndPoint!).Port;
        SharkSemClientSession? owner;
        lock (_state) owner = _sessions.FirstOrDefault(session => Manners.IsSingleClient || session.RegisteredPort == port);
        if (owner is not null)
        {
            await owner.AttachDataAsync(_wrap(TcpLink.Accepted(socket))).ConfigureAwait(false);
            return;
        }

        _logger.LogWarning("A data connection from port {Port}, which no client has registered, was closed", port);
        socket.Dispose();
    }
}
