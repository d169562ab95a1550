using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Daemon.Tests.Browser;

/// <summary>The demo as a person starts it: a process of its own with a dashboard.</summary>
internal sealed partial class DemoProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private DemoProcess(Process process, string folder, string url, string password) => (_process, _folder, Url, Password) = (process, folder, url, password);

    public string Url { get; }

    public string Password { get; }

    public static async Task<DemoProcess> StartAsync(int goal)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"lto-browser-{Guid.NewGuid():N}");
        string url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[typeof(Hosting.ContentFolders).Assembly.Location, "demo", "--data", folder, "--urls", url, "--goal", $"{goal}"]) start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (PasswordPattern().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new DemoProcess(process, folder, url, match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The demo ended before it printed its address.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
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
