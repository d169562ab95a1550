using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>
/// Tells systemd that the daemon lives (sd_notify(3), <c>WATCHDOG=1</c>) and how it stands (<c>STATUS=</c>). It is called from the heartbeat's own thread, and only while pool and laboratory live: a
/// daemon that hangs is not heard, and systemd starts it anew. Without <c>WatchdogSec=</c>, and elsewhere than under systemd, it does nothing.
/// </summary>
internal sealed class SystemdWatchdog : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;

    /// <summary>Takes what the service manager says from the environment.</summary>
    public SystemdWatchdog()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal SystemdWatchdog(Func<string, string?> environment)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } path || !(path[0] is '/' or '@') || !IsMeant(environment)) return;
        // '@' stands for the first byte of an abstract address.
        _manager = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>Whether systemd waits to hear of this process.</summary>
    public bool IsWatched => _socket is not null;

    /// <summary>One sign of life with the laboratory's state. Never throws and never waits: the next one comes in a second.</summary>
    public void Ping(string status)
    {
        if (_socket is null) return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes($"WATCHDOG=1\nSTATUS={status.ReplaceLineEndings(" ")}"), _manager!);
        }
        catch (SocketException)
        {
            // The manager is busy or gone.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static bool IsMeant(Func<string, string?> environment)
        => long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            && (environment("WATCHDOG_PID") is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
}
