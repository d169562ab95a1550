using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Viewers;

/// <summary>
/// Twenty people look at a run: a daemon in a process of its own (the demo, with a sample that does not end), circuits without a browser, one real browser where one is installed. Measures how old
/// what they see may be, how soon a page can be used, how soon STOP is on the instrument's line, and what an idle circuit costs.
/// </summary>
internal sealed partial class ViewersBench(ViewersOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int EndlessGoal = 50_000;
    private static readonly string[] Pages = ["/", "/queue", "/runs", "/alerts"];
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-viewers-").FullName;
    private Process? _daemon;

    /// <summary>Measures.</summary>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ViewersReport> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("starting the daemon with a run under way");
        (Uri server, string password) = await StartAsync(cancellationToken).ConfigureAwait(false);
        using DashboardSession session = await DashboardSession.SignInAsync(server, "admin", password, cancellationToken).ConfigureAwait(false);
        BrowserProbe? browser = await BrowserProbe.StartAsync(cancellationToken).ConfigureAwait(false);
        List<Circuit> circuits = [];
        try
        {
            // The first page of a new process compiles itself; nobody looks at that one.
            foreach (string page in Pages) await (await Circuit.OpenAsync(session, page, time, cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            progress.Report("memory of idle circuits");
            double idleKib = await IdleAsync(session, circuits, cancellationToken).ConfigureAwait(false);
            foreach (Circuit idle in circuits) await idle.DisposeAsync().ConfigureAwait(false);
            circuits.Clear();

            progress.Report("viewers");
            for (int i = 0; i < options.Circuits; i++) circuits.Add(await Circuit.OpenAsync(session, Pages[i % 2], time, cancellationToken).ConfigureAwait(false));
            if (browser is not null) await browser.TakeCookiesAsync(session, cancellationToken).ConfigureAwait(false);
            (double[] gaps, double kibPerSecond) = await LookAsync(circuits, cancellationToken).ConfigureAwait(false);

            progress.Report("opening pages");
            double[] openings = await OpenAsync(session, cancellationToken).ConfigureAwait(false);
            double[]? ready = browser is null ? null : await ReadyAsync(browser, server, cancellationToken).ConfigureAwait(false);
            double memory = ResidentMib();

            progress.Report("pressing STOP");
            (double[] onWire, double[] readBack) = await StopAsync(session, cancellationToken).ConfigureAwait(false);
            return new ViewersReport(
                circuits.Count, browser is not null, Quantile(gaps, 0.95), gaps.Max(), kibPerSecond, Quantile(openings, 0.5), Quantile(openings, 0.95), ready is null ? null : Quantile(ready, 0.5), ready is null ? null : Quantile(ready, 0.95),
                Quantile(onWire, 0.5), Quantile(onWire, 0.99), Quantile(readBack, 0.99), onWire.Length, idleKib, memory);
        }
        finally
        {
            foreach (Circuit circuit in circuits) await circuit.DisposeAsync().ConfigureAwait(false);
            if (browser is not null) await browser.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            if (!_daemon.HasExited) _daemon.Kill(entireProcessTree: true);
            await _daemon.WaitForExitAsync().ConfigureAwait(false);
            _daemon.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private async Task<(Uri Server, string Password)> StartAsync(CancellationToken cancellationToken)
    {
        string program = typeof(ViewersBench).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && !Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? path : "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        if (start.FileName == "dotnet") start.ArgumentList.Add(program);
        foreach (string argument in (string[])["demo", "--data", Path.Combine(_folder, "data"), "--urls", "http://127.0.0.1:0", "--goal", $"{EndlessGoal}"]) start.ArgumentList.Add(argument);
        _daemon = Process.Start(start)!;
        _ = _daemon.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await _daemon.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Greeting().Match(line) is not { Success: true } greeting) continue;
            _ = _daemon.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return (new Uri(greeting.Groups[1].Value), greeting.Groups[2].Value);
        }

        throw new InputException("the daemon ended before it printed its address", "demo", "Start it by hand to see why");
    }

    private double ResidentMib()
    {
        _daemon!.Refresh();
        return _daemon.WorkingSet64 / 1024.0 / 1024.0;
    }

    /// <summary>The first third is opened before the first reading, so that pools that are filled once are not charged to the others.</summary>
    private async Task<double> IdleAsync(DashboardSession session, List<Circuit> circuits, CancellationToken cancellationToken)
    {
        int first = options.Idle / 3;
        for (int i = 0; i < first; i++) circuits.Add(await Circuit.OpenAsync(session, "/nights", time, cancellationToken).ConfigureAwait(false));
        await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken).ConfigureAwait(false);
        double before = ResidentMib();
        for (int i = first; i < options.Idle; i++) circuits.Add(await Circuit.OpenAsync(session, "/nights", time, cancellationToken).ConfigureAwait(false));
        await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken).ConfigureAwait(false);
        return (ResidentMib() - before) * 1024 / (options.Idle - first);
    }

    private async Task<(double[] GapsMs, double KibPerSecond)> LookAsync(List<Circuit> circuits, CancellationToken cancellationToken)
    {
        long from = time.GetTimestamp();
        long bytes = circuits.Sum(circuit => circuit.Bytes);
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), time, cancellationToken).ConfigureAwait(false);
        double kib = (circuits.Sum(circuit => circuit.Bytes) - bytes) / 1024.0 / circuits.Count / options.Seconds;
        List<double> gaps = [];
        foreach (Circuit circuit in circuits)
        {
            long[] batches = [.. circuit.Batches.Where(at => at >= from)];
            for (int i = 1; i < batches.Length; i++) gaps.Add(time.GetElapsedTime(batches[i - 1], batches[i]).TotalMilliseconds);
        }

        return ([.. gaps], kib);
    }

    private async Task<double[]> OpenAsync(DashboardSession session, CancellationToken cancellationToken)
    {
        var openings = new double[options.Openings];
        for (int i = 0; i < openings.Length; i++)
        {
            long asked = time.GetTimestamp();
            Circuit circuit = await Circuit.OpenAsync(session, Pages[i % Pages.Length], time, cancellationToken).ConfigureAwait(false);
            openings[i] = time.GetElapsedTime(asked).TotalMilliseconds;
            await circuit.DisposeAsync().ConfigureAwait(false);
        }

        return openings;
    }

    private async Task<double[]> ReadyAsync(BrowserProbe browser, Uri server, CancellationToken cancellationToken)
    {
        await browser.OpenAsync(new Uri(server, "/"), cancellationToken).ConfigureAwait(false);
        var ready = new double[options.Openings];
        for (int i = 0; i < ready.Length; i++) ready[i] = (await browser.OpenAsync(new Uri(server, Pages[i % Pages.Length]), cancellationToken).ConfigureAwait(false)).TotalMilliseconds;
        return ready;
    }

    private async Task<(double[] OnWireMs, double[] ReadBackMs)> StopAsync(DashboardSession session, CancellationToken cancellationToken)
    {
        var (onWire, answered) = (new double[options.Stops], new double[options.Stops]);
        for (int i = 0; i < options.Stops; i++)
        {
            using var press = new HttpRequestMessage(HttpMethod.Post, "/stop") { Headers = { { "Accept", "application/json" } } };
            long pressed = time.GetTimestamp();
            using HttpResponseMessage answer = await session.Http.SendAsync(press, cancellationToken).ConfigureAwait(false);
            JsonNode report = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken).ConfigureAwait(false))!;
            answered[i] = time.GetElapsedTime(pressed).TotalMilliseconds;
            if (report["sent"]?.GetValue<bool>() != true) throw new InputException("a stop was not sent", "stop", "Look at the daemon's log");
            // What the daemon did after the last byte of the stop is not on the way to the wire.
            TimeSpan sent = TimeSpan.Parse(report["sent_after"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), read = TimeSpan.Parse(report["read_back_after"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            onWire[i] = answered[i] - (read - sent).TotalMilliseconds;
            using HttpResponseMessage on = await session.Http.PostAsync("/api/v1/resume", null, cancellationToken).ConfigureAwait(false);
            on.EnsureSuccessStatusCode();
            await Task.Delay(TimeSpan.FromMilliseconds(150 + 37 * (i % 7)), time, cancellationToken).ConfigureAwait(false);
        }

        return (onWire, answered);
    }

    [GeneratedRegex("Dashboard: (\\S+) .*with the password (\\S+)")]
    private static partial Regex Greeting();
}
