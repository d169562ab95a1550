using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Tests.Alerts;

public sealed class HttpChannelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Webhook_IsJsonWithASignatureThatCanBeChecked()
    {
        await using HookServer server = await HookServer.StartAsync();
        using HttpClient client = AlertChannels.CreateClient();
        var channel = new WebhookChannel(new WebhookSettings { Name = "chat", Url = server.Url + "/hook", SecretFrom = "clear:key", AttachEvidence = true }, client, TimeProvider.System);
        await channel.SendAsync(EmailChannelTests.Message(), Token);
        HookServer.Request request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        // As a receiver in any language checks it: HMAC-SHA256 over the time stamp, a full stop and the body.
        string stamp = request.Headers["X-LtoAutoscope-Timestamp"];
        byte[] signed = [.. Encoding.UTF8.GetBytes(stamp), (byte)'.', .. request.Body];
        Assert.Equal("sha256=" + Convert.ToHexString(HMACSHA256.HashData("key"u8.ToArray(), signed)).ToLowerInvariant(), request.Headers["X-LtoAutoscope-Signature"]);
        Assert.Equal("delivery-1", request.Headers["X-LtoAutoscope-Delivery"]);
        using JsonDocument json = JsonDocument.Parse(request.Body);
        JsonElement root = json.RootElement;
        Assert.Equal("critical", root.GetProperty("severity").GetString());
        Assert.Equal("fault", root.GetProperty("events")[0].GetProperty("kind").GetString());
        Assert.Equal("3 Pa", root.GetProperty("events")[0].GetProperty("reason").GetString());
        Assert.Equal("AQID", root.GetProperty("pictures")[0].GetProperty("content_base64").GetString());
        Assert.Equal("https://sem.lab.example/p/0", root.GetProperty("pictures")[0].GetProperty("link").GetString());
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(429, false)]
    [InlineData(401, false)]
    [InlineData(404, true)]
    [InlineData(302, false)]
    public async Task Send_ServerThatRefuses_SaysWhyAndWhetherItIsFinal(int status, bool isFinal)
    {
        await using HookServer server = await HookServer.StartAsync();
        server.Status = status;
        using HttpClient client = AlertChannels.CreateClient();
        AlertDeliveryException refused = await Assert.ThrowsAsync<AlertDeliveryException>(() => new WebhookChannel(new WebhookSettings { Name = "chat", Url = server.Url }, client, TimeProvider.System).SendAsync(EmailChannelTests.Message(), Token));
        Assert.Equal(isFinal, refused.IsFinal);
        Assert.Contains($"{status}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("as told", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NoServerOrOneWithoutTls_SaysSo()
    {
        using HttpClient client = AlertChannels.CreateClient();
        AlertDeliveryException away = await Assert.ThrowsAsync<AlertDeliveryException>(() => new WebhookChannel(new WebhookSettings { Name = "chat", Url = $"http://127.0.0.1:{MailServer.FreePort()}/" }, client, TimeProvider.System).SendAsync(EmailChannelTests.Message(), Token));
        Assert.False(away.IsFinal);
        Assert.Contains("cannot be reached", away.Message, StringComparison.Ordinal);
        await using HookServer plain = await HookServer.StartAsync();
        await Assert.ThrowsAsync<AlertDeliveryException>(() => new WebhookChannel(new WebhookSettings { Name = "chat", Url = plain.Url.Replace("http:", "https:", StringComparison.Ordinal) }, client, TimeProvider.System).SendAsync(EmailChannelTests.Message(), Token));
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new WebhookChannel(new WebhookSettings { Name = "chat", Url = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/" }, client, TimeProvider.System).SendAsync(EmailChannelTests.Message(), limit.Token));
    }

    [Fact]
    public async Task Send_Push_HasTitlePriorityAndText()
    {
        await using HookServer server = await HookServer.StartAsync();
        using HttpClient client = AlertChannels.CreateClient();
        await new PushChannel(new PushSettings { Name = "phone", Server = server.Url, Topic = "sem-1", TokenFrom = "clear:tk_1" }, client).SendAsync(EmailChannelTests.Message(), Token);
        HookServer.Request request = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "/sem-1", "5", "Bearer tk_1"), (request.Method, request.Path, request.Headers["Priority"], request.Headers["Authorization"]));
        Assert.Equal("=?UTF-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("[SEM 1] CRITICAL: The vacuum is gone – 3 µPa")) + "?=", request.Headers["Title"]);
        Assert.Contains("Look at the pump.", Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
        Assert.Equal("https://sem.lab.example/runs/r", request.Headers["Click"]);
    }

    [Fact]
    public async Task Send_PushWithPicture_PutsTheFileAndTheTextInAHeader()
    {
        await using HookServer server = await HookServer.StartAsync();
        using HttpClient client = AlertChannels.CreateClient();
        await new PushChannel(new PushSettings { Name = "phone", Server = server.Url, Topic = "sem-1", AttachEvidence = true }, client).SendAsync(EmailChannelTests.Message(), Token);
        HookServer.Request request = Assert.Single(server.Requests);
        Assert.Equal([1, 2, 3], request.Body);
        Assert.Equal("before.png", request.Headers["Filename"]);
        Assert.Equal("Why: 3 Pa.\\nTo do: Look at the pump.", request.Headers["Message"]);
    }

    /// <summary>The whole way, over real sockets: the mail server is away, comes back, and the alert arrives.</summary>
    [Fact]
    public async Task Raise_ServerThatComesBack_GetsTheAlert()
    {
        int port = MailServer.FreePort();
        var settings = new AlertSettings
        {
            Enabled = true, Delivery = new DeliverySettings { FirstWaitS = 5 }, Rules = [new AlertRule { Name = "r", MinimumSeverity = Severity.Info, To = ["mail"] }],
            Email = [new EmailSettings { Name = "mail", Server = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "sem@lab.example", To = ["anna@lab.example"] }],
        };
        using HttpClient client = AlertChannels.CreateClient();
        await using AlertBench bench = await AlertBench.StartAsync(settings, [.. AlertChannels.Of(settings, client, TimeProvider.System)]);
        bench.Raise(bench.Event("e1"));
        await AlertBench.UntilAsync(() => bench.Service.Status().Channels[0].Reason.Length > 0);
        await using MailServer server = await MailServer.StartAsync(port);
        await bench.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => server.Mails.Count == 1);
        Assert.Contains("Look at the pump.", server.Mails[0].TextBody, StringComparison.Ordinal);
    }
}
