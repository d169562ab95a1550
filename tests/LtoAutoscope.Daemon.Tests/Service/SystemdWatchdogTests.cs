using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Service;

public sealed class SystemdWatchdogTests
{
    public SystemdWatchdogTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux");

    [Fact]
    public void Ping_UnderAManager_SendsLifeAndState()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullPath, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        using var watchdog = new SystemdWatchdog(Environment(path, "60000000", null));
        Assert.True(watchdog.IsWatched);
        watchdog.Ping("Running: a01-f0002\nof 60");
        byte[] buffer = new byte[1024];
        Assert.Equal("WATCHDOG=1\nSTATUS=Running: a01-f0002 of 60", Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer)));

        // A manager that is gone disturbs nothing.
        manager.Dispose();
        File.Delete(path);
        watchdog.Ping("still here");
    }

    [Theory]
    [InlineData(null, "60000000", null)]
    [InlineData("/run/none", null, null)]
    [InlineData("/run/none", "0", null)]
    [InlineData("/run/none", "60000000", "1")]
    public void IsWatched_WithoutAWatchdogForThisProcess_IsFalse(string? socket, string? microseconds, string? process)
    {
        using var watchdog = new SystemdWatchdog(Environment(socket, microseconds, process));
        Assert.False(watchdog.IsWatched);
        watchdog.Ping("nobody");
    }

    [Fact]
    public void IsWatched_WithItsOwnProcess_IsTrue()
    {
        using var watchdog = new SystemdWatchdog(Environment("@lto-test", "1000000", System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        Assert.True(watchdog.IsWatched);
    }

    private static Func<string, string?> Environment(string? socket, string? microseconds, string? process) => name => name switch
    {
        "NOTIFY_SOCKET" => socket,
        "WATCHDOG_USEC" => microseconds,
        "WATCHDOG_PID" => process,
        _ => null,
    };
}
