using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.SharkSem;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The twin behind the SharkSEM protocol on loopback TCP: control on a port, pixels on the next one, several clients.</summary>
public sealed class SharkSemServer : IAsyncDisposable
{
    /// <summary>Dwell times of the scan speeds, µs.</summary>
    internal static readonly double[] SpeedsUs = [0.1, 0.32, 1, 3.2, 10, 32, 100];

    private const int PairAttempts = 50;
    private readonly ILogger _logger;
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _state = new();
    private readonly HashSet<SharkSemClientSession> _sessions = [];
    private readonly ITimer _watchdog;
    private readonly List<Task> _accepting = [];
    private TimeSpan _watchdogSpan;
    private SharkSemScan? _scan;
    private int _speed = 3;

    private SharkSemServer(TwinMicroscope microscope, TwinOptions options, TcpListener control, TcpListener data, ILogger logger)
    {
        (Microscope, Options, _control, _data, _logger) = (microscope, options, control, data, logger);
        _watchdog = Wall.CreateTimer(_ => Microscope.Stage.Stop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _accepting.Add(AcceptAsync(_control, socket => Serve(socket)));
        _accepting.Add(AcceptAsync(_data, AttachData));
    }

    /// <summary>The control port.</summary>
    public int Port => ((IPEndPoint)_control.LocalEndpoint).Port;

    /// <summary>The microscope behind it.</summary>
    public TwinMicroscope Microscope { get; }

    /// <summary>Trouble on the wire, for tests and fault scripts.</summary>
    public SharkSemWireFaults Faults { get; } = new();

    internal TwinOptions Options { get; }

    internal TimeProvider Wall => Microscope.Clock.Wall;

    internal double SpeedDwellUs => SpeedsUs[Speed - 1];

    internal int Speed
    {
        get => Volatile.Read(ref _speed);
        set => Volatile.Write(ref _speed, Math.Clamp(value, 1, SpeedsUs.Length));
    }

    internal bool IsScanning => Volatile.Read(ref _scan) is { IsRunning: true };

    /// <summary>Listens on loopback.</summary>
    /// <exception cref="InputException">The port or the next one is in use.</exception>
    public static SharkSemServer Start(TwinMicroscope microscope, TwinOptions options, ILoggerFactory loggerFactory)
    {
        (TcpListener control, TcpListener data) = Listen(options.SharkSemPort);
        return new SharkSemServer(microscope, options, control, data, loggerFactory.CreateLogger<SharkSemServer>());
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
            || (mask & (uint)SharkSemFlags.WaitOptics) != 0 && Microscope.Column.IsSettling
            || (mask & (uint)SharkSemFlags.WaitAutomatic) != 0 && Microscope.Column.IsAutomaticRunning;

    internal bool StartScan(SharkSemClientSession session, uint frame, ScanArea area, bool single, double dwellUs)
    {
        lock (_state)
        {
            if (_scan is { IsRunning: true }) return false;
            _scan = new SharkSemScan(this, session, frame, area, single, dwellUs, _closing.Token);
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

    private async Task AcceptAsync(TcpListener listener, Action<Socket> take)
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket = await listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            socket.NoDelay = true;
            take(socket);
        }
    }

    private void Serve(Socket socket)
    {
        var session = new SharkSemClientSession(this, socket, _logger, _closing.Token);
        lock (_state) _sessions.Add(session);
        _ = Task.Run(async () =>
        {
            await session.RunAsync().ConfigureAwait(false);
            lock (_state) _sessions.Remove(session);
            await session.DisposeAsync().ConfigureAwait(false);
        });
    }

    private void AttachData(Socket socket)
    {
        int port = ((IPEndPoint)socket.RemoteEndPoint!).Port;
        lock (_state)
        {
            if (_sessions.FirstOrDefault(session => session.RegisteredPort == port) is { } owner)
            {
                owner.AttachData(socket);
                return;
            }
        }

        _logger.LogWarning("A data connection from port {Port}, which no client has registered, was closed", port);
        socket.Dispose();
    }
}
