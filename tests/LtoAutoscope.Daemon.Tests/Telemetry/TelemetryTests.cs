using System.Net;
using System.Text.Json;
using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Telemetry;
using LtoAutoscope.Daemon.Tests.Alerts;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Daemon.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_SignedIn_HaveQueueInstrumentAndDisk()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        // The test server's requests come from no address, so nobody is on the loopback: it asks to sign in.
        using HttpResponseMessage refused = await web.Client().GetAsync("/metrics", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        string text = await (await web.SignedInAsync()).GetStringAsync("/metrics", Token);
        foreach (string name in (string[])["lto_autoscope_queue_jobs", "lto_autoscope_state", "lto_autoscope_instrument_connected", "lto_autoscope_disk_free_bytes", "lto_autoscope_run_particles"])
            Assert.Contains(name, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_DisconnectedInstrument_IsDegradedWithTheReason()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        web.Lab.Change(now => now with { Instrument = now.Instrument with { IsConnected = false }, StateDetail = "no answer from 127.0.0.1:8300" });
        using HttpResponseMessage answer = await web.Client().GetAsync("/health/ready", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("degraded", json.RootElement.GetProperty("status").GetString());
        JsonElement instrument = json.RootElement.GetProperty("checks").GetProperty("instrument");
        Assert.Equal("degraded", instrument.GetProperty("status").GetString());
        Assert.Contains("no answer from 127.0.0.1:8300", instrument.GetProperty("description").GetString()!, StringComparison.Ordinal);
    }

    /// <summary>A disk that is gone makes the daemon unready: 503, and why.</summary>
    [Fact]
    public async Task Ready_DataFolderGone_Answers503()
    {
        using var folder = new TemporaryFolder();
        DataFolder data = await DataFolder.OpenAsync(folder.PathOf("data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await using WebFixture web = await WebFixture.StartAsync(services => services.AddSingleton(data));
        data.Dispose();
        Directory.Delete(data.Root, recursive: true);
        using HttpResponseMessage answer = await web.Client().GetAsync("/health/ready", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.Contains("The queue's journal is gone", text, StringComparison.Ordinal);
        Assert.Contains("The data folder cannot be written", text, StringComparison.Ordinal);
        using HttpResponseMessage live = await web.Client().GetAsync("/health/live", Token);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Alerts_OverTheApi_AreTestedListedAndAcknowledged()
    {
        using var folder = new TemporaryFolder();
        using DataFolder data = await DataFolder.OpenAsync(folder.PathOf("data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        await using SampleQueue queue = await SampleQueue.OpenAsync(data, TimeProvider.System, Token);
        await using HookServer hook = await HookServer.StartAsync();
        var settings = new AlertSettings
        {
            Enabled = true, Webhook = [new WebhookSettings { Name = "chat", Url = hook.Url }], Rules = [new AlertRule { Name = "all", To = ["chat"] }], Delivery = new DeliverySettings { FirstWaitS = 600 },
        };
        await using WebFixture web = await WebFixture.StartAsync(services =>
        {
            services.AddSingleton(data);
            services.AddSingleton(provider => new AlertService(settings, AlertChannels.Of(settings, AlertChannels.CreateClient(), TimeProvider.System), data, "SEM 1", [], null, TimeProvider.System, provider.GetRequiredService<ILogger<AlertService>>()));
            services.AddHostedService(provider => provider.GetRequiredService<AlertService>());
        });
        HttpClient client = await web.SignedInAsync();
        using HttpResponseMessage tested = await client.PostAsync("/api/v1/alerts/test", new StringContent("{}", null, "application/json"), Token);
        Assert.Equal("""[{"channel":"chat","delivered":true,"reason":""}]""", await tested.Content.ReadAsStringAsync(Token));
        Assert.Contains("admin pressed the test button", System.Text.Encoding.UTF8.GetString(Assert.Single(hook.Requests).Body), StringComparison.Ordinal);

        hook.Status = 503;
        AlertService service = web.Services.GetRequiredService<AlertService>();
        service.Tell(new LabEvent { EventId = "e1", At = TimeProvider.System.GetUtcNow(), Kind = LabEventKind.Fault, Severity = Severity.Critical, Title = "The beam tripped", Reason = "0 µA" });
        await AlertBench.UntilAsync(() => service.Status().Channels[0].Reason.Length > 0);
        Assert.Contains("answers 503", await client.GetStringAsync("/health/ready", Token), StringComparison.Ordinal);
        using HttpResponseMessage seen = await client.PostAsync("/api/v1/alerts/e1/acknowledge", null, Token);
        Assert.Equal(HttpStatusCode.NoContent, seen.StatusCode);
        using JsonDocument listed = JsonDocument.Parse(await client.GetStringAsync("/api/v1/alerts", Token));
        JsonElement alert = listed.RootElement.GetProperty("alerts")[0];
        Assert.Equal(("e1", "admin"), (alert.GetProperty("event").GetProperty("event_id").GetString(), alert.GetProperty("acknowledged_by").GetString()));
        using HttpResponseMessage none = await client.GetAsync("/api/v1/alerts/e1/evidence/0", Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("The beam tripped", await client.GetStringAsync("/alerts", Token), StringComparison.Ordinal);
        using HttpResponseMessage stranger = await web.Client().PostAsync("/api/v1/alerts/test", null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task Nights_Served_AskForSignInAndRunNothing()
    {
        using var folder = new TemporaryFolder();
        using DataFolder data = await DataFolder.OpenAsync(folder.PathOf("data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        var date = new DateOnly(2026, 3, 19);
        await NightReport.WriteAsync(data, NightWindow.Of(date, TimeZoneInfo.Utc), TimeProvider.System, Token);
        await using WebFixture web = await WebFixture.StartAsync(services => services.AddSingleton(data));
        using HttpResponseMessage stranger = await web.Client().GetAsync("/nights/2026-03-19", Token);
        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        HttpClient client = await web.SignedInAsync();
        using HttpResponseMessage page = await client.GetAsync("/nights/2026-03-19", Token);
        Assert.Contains("Night of 19 to 20 March 2026", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("sandbox", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("/nights/2026-03-19", await client.GetStringAsync("/nights", Token), StringComparison.Ordinal);
        Assert.Equal("[\"2026-03-19\"]", await client.GetStringAsync("/api/v1/nights", Token));
        Assert.Contains("\"headline\"", await client.GetStringAsync("/api/v1/nights/2026-03-19", Token), StringComparison.Ordinal);
        foreach (string wrong in (string[])["2026-03-20", "..", "2026-3-19"])
        {
            using HttpResponseMessage missing = await client.GetAsync($"/api/v1/nights/{Uri.EscapeDataString(wrong)}", Token);
            Assert.NotEqual(HttpStatusCode.OK, missing.StatusCode);
        }
    }

    [Fact]
    public async Task Logs_WithCollector_GoToFileAndCollector()
    {
        using var folder = new TemporaryFolder();
        await using HookServer collector = await HookServer.StartAsync();
        using (DataFolder data = await DataFolder.OpenAsync(folder.PathOf("data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token))
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseTestServer();
            TelemetryServices.Add(builder, new TelemetrySettings { OtlpEndpoint = collector.Url, OtlpProtocol = OtlpProtocol.HttpProtobuf }, data, "1.2.3", "SEM 1", logToConsole: false);
            await using WebApplication app = builder.Build();
            await app.StartAsync(Token);
            app.Services.GetRequiredService<ILogger<TelemetryTests>>().LogWarning("The beam of {Instrument} reads {Current} pA", "SEM 1", 119.4);
            using (System.Diagnostics.Activity? span = new System.Diagnostics.ActivitySource("LtoAutoscope.Test").StartActivity("expose")) Assert.NotNull(span);
            await app.StopAsync(Token);
        }

        // The providers flush when the host is disposed of.
        await AlertBench.UntilAsync(() => collector.Requests.Any(r => r.Path == "/v1/logs") && collector.Requests.Any(r => r.Path == "/v1/traces"));
        string file = Assert.Single(Directory.GetFiles(Path.Combine(folder.PathOf("data"), "logs"), "lto-autoscope-*.jsonl"));
        string line = File.ReadLines(file).Single(text => text.Contains("The beam of", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal(("Warning", "SEM 1", 119.4), (json.RootElement.GetProperty("@l").GetString(), json.RootElement.GetProperty("Instrument").GetString(), json.RootElement.GetProperty("Current").GetDouble()));
        string sent = string.Concat(collector.Requests.Where(r => r.Path == "/v1/logs").Select(r => System.Text.Encoding.UTF8.GetString(r.Body)));
        Assert.Contains("lto-autoscope", sent, StringComparison.Ordinal);
        Assert.Contains("1.2.3", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Fault_NamesTheKey()
        => Assert.Equal(3, new TelemetrySettings { OtlpEndpoint = "nowhere", LogFile = new LogFileSettings { KeepFiles = 0, MaximumMib = 0 } }.Validate().Count);
}
