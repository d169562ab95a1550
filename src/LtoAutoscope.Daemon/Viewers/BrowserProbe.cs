using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LtoAutoscope.Daemon.Viewers;

/// <summary>A real Chromium over its own debugging protocol, with just what a measurement of loading needs: cookies, navigation, a script's answer.</summary>
internal sealed class BrowserProbe : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _id;

    private BrowserProbe(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Starts one; null where none is installed.</summary>
    public static async Task<BrowserProbe?> StartAsync(CancellationToken cancellationToken)
    {
        if (Places.FirstOrDefault(File.Exists) is not { } place) return null;
        string profile = Directory.CreateTempSubdirectory("lto-browser-").FullName;
        var start = new ProcessStartInfo(place) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
            start.ArgumentList.Add(argument);
        var probe = new BrowserProbe(Process.Start(start)!, profile);
        while (await probe._process.StandardError.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            const string said = "DevTools listening on ";
            if (!line.StartsWith(said, StringComparison.Ordinal)) continue;
            _ = probe._process.StandardError.ReadToEndAsync(CancellationToken.None);
            var browser = new Uri(line[said.Length..].Trim());
            using var http = new HttpClient();
            JsonArray tabs = (await http.GetFromJsonAsync<JsonArray>($"http://{browser.Authority}/json/list", cancellationToken).ConfigureAwait(false))!;
            await probe._socket.ConnectAsync(new Uri(tabs.First(tab => tab!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>()), cancellationToken).ConfigureAwait(false);
            return probe;
        }

        await probe.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Takes over the cookies of a session.</summary>
    public async Task TakeCookiesAsync(DashboardSession session, CancellationToken cancellationToken)
    {
        Uri server = session.Http.BaseAddress!;
        foreach (System.Net.Cookie cookie in session.Cookies.GetCookies(server))
            await AskAsync("Network.setCookie", new JsonObject { ["name"] = cookie.Name, ["value"] = cookie.Value, ["url"] = server.ToString(), ["httpOnly"] = true }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes to a page and waits until it listens to clicks.</summary>
    /// <returns>From the navigation's begin, by the browser's own clock.</returns>
    public async Task<TimeSpan> OpenAsync(Uri page, CancellationToken cancellationToken)
    {
        await AskAsync("Page.navigate", new JsonObject { ["url"] = page.ToString() }, cancellationToken).ConfigureAwait(false);
        string address = new JsonArray(page.AbsolutePath)[0]!.ToJsonString();
        string script =
            $"new Promise(done => {{ const look = () => location.pathname === {address} && document.documentElement?.classList.contains('circuit-lives') ? done(performance.getEntriesByName('circuit-lives')[0]?.startTime ?? performance.now()) : setTimeout(look, 5); look(); }})";
        for (int tries = 0; ; tries++)
        {
            JsonNode? answer = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true }, cancellationToken).ConfigureAwait(false);
            // The old page may be taken away under the script: then the new one is asked.
            if (answer?["result"]?["value"] is JsonValue value) return TimeSpan.FromMilliseconds(value.GetValue<double>());
            if (tries > 50) throw new TimeoutException($"The browser never listened to clicks at {page}.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child that is just dying may still write there; it lies in the folder for temporary files.
        }
    }

    private async Task<JsonNode?> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        int id = ++_id;
        byte[] question = Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
        await _socket.SendAsync(question, WebSocketMessageType.Text, true, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[64 * 1024];
        using var text = new MemoryStream();
        for (;;)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            text.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage) continue;
            JsonNode? answer = JsonNode.Parse(text.ToArray());
            text.SetLength(0);
            if (answer?["id"]?.GetValue<int>() == id) return answer["result"];
        }
    }
}
