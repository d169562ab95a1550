using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Browser.Tests;

/// <summary>The demo as a person starts it: a process of its own with a dashboard. It can be killed and started again on the same folder and address.</summary>
internal sealed partial class DemoProcess : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"lto-browser-{Guid.NewGuid():N}");
    private readonly int _goal;
    private Process? _process;

    private DemoProcess(int goal)
    {
        _goal = goal;
        Url = $"http://127.0.0.1:{FreePort()}";
    }

    public string Url { get; }

    public string Password { get; private set; } = "";

    /// <summary>Its data folder.</summary>
    public string Data => _folder;

    public static async Task<DemoProcess> StartAsync(int goal)
    {
        var demo = new DemoProcess(goal);
        try
        {
            await demo.StartAsync();
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it (again).</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[typeof(Daemon.Hosting.ContentFolders).Assembly.Location, "demo", "--data", _folder, "--urls", Url, "--goal", $"{_goal}"]) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (PasswordPattern().Match(line) is not { Success: true } match) continue;
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Password = match.Groups[1].Value;
            return;
        }

        throw new InvalidOperationException("The demo ended before it printed its address.");
    }

    /// <summary>Pulls the plug.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("with the password (\\S+)")]
    private static partial Regex PasswordPattern();
}
