using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;
using MimeKit;
using SmtpServer.Protocol;

namespace LtoAutoscope.Daemon.Tests.Alerts;

public sealed class EmailChannelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_RealServer_TakesTextAndPicture()
    {
        await using MailServer server = await MailServer.StartAsync();
        await new EmailChannel(Settings(server.Port)).SendAsync(Message(), Token);
        MimeMessage mail = Assert.Single(server.Mails);
        Assert.Equal("[SEM 1] CRITICAL: The vacuum is gone – 3 µPa", mail.Subject);
        Assert.Equal(["anna@lab.example", "bob@lab.example"], mail.To.Mailboxes.Select(box => box.Address));
        Assert.Contains("To do: Look at the pump.", mail.TextBody, StringComparison.Ordinal);
        var picture = Assert.IsAssignableFrom<MimePart>(Assert.Single(mail.Attachments));
        Assert.Equal(("before.png", "image/png"), (picture.FileName, picture.ContentType.MimeType));
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes, Token);
        Assert.Equal([1, 2, 3], bytes.ToArray());
        Assert.Equal("delivery-1.20260320-200000-LTO-A-12@lab.example", mail.MessageId);
        Assert.Equal(MessageImportance.High, mail.Importance);
    }

    [Fact]
    public async Task Send_ServerThatRefusesForGood_IsFinal()
    {
        await using MailServer server = await MailServer.StartAsync(answer: new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such box"));
        AlertDeliveryException refused = await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(server.Port)).SendAsync(Message(), Token));
        Assert.True(refused.IsFinal);
        Assert.Contains("550", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no such box", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ServerThatAsksToComeBack_IsTriedAgain()
    {
        await using MailServer server = await MailServer.StartAsync(answer: new SmtpResponse(SmtpReplyCode.InsufficientStorage, "come back"));
        Assert.False((await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(server.Port)).SendAsync(Message(), Token))).IsFinal);
    }

    [Fact]
    public async Task Send_NoServer_NamesItAndIsTriedAgain()
    {
        int port = MailServer.FreePort();
        AlertDeliveryException away = await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(port)).SendAsync(Message(), Token));
        Assert.False(away.IsFinal);
        Assert.Contains($"127.0.0.1:{port}", away.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CertificateThatNobodyVouchesFor_IsRefused()
    {
        await using MailServer server = await MailServer.StartAsync(withTls: true);
        AlertDeliveryException refused = await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(server.Port) with { Security = MailSecurity.StartTls }).SendAsync(Message(), Token));
        Assert.Contains("no secure connection", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_ServerWithoutTls_IsRefusedWhereTlsIsAsked()
    {
        await using MailServer server = await MailServer.StartAsync();
        AlertDeliveryException refused = await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(server.Port) with { Security = MailSecurity.StartTls }).SendAsync(Message(), Token));
        Assert.Contains("offers no TLS", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Send_WrongPassword_NamesTheKeyAndNotThePassword()
    {
        await using MailServer server = await MailServer.StartAsync();
        AlertDeliveryException refused = await Assert.ThrowsAsync<AlertDeliveryException>(() => new EmailChannel(Settings(server.Port) with { User = "sem", PasswordFrom = "clear:wrong-one" }).SendAsync(Message(), Token));
        Assert.Contains("password_from", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", refused.Message, StringComparison.Ordinal);
        await new EmailChannel(Settings(server.Port) with { User = "sem", PasswordFrom = "clear:right" }).SendAsync(Message(), Token);
        Assert.Single(server.Mails);
    }

    /// <summary>A server that takes the connection and says nothing: the service's time limit ends the attempt.</summary>
    [Fact]
    public async Task Send_ServerThatSaysNothing_EndsWithTheLimit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new EmailChannel(Settings(((IPEndPoint)silent.LocalEndpoint).Port)).SendAsync(Message(), limit.Token));
    }

    internal static AlertMessage Message() => new()
    {
        DeliveryId = "delivery-1", Instrument = "SEM 1", Subject = "[SEM 1] CRITICAL: The vacuum is gone – 3 µPa", Text = "Why: 3 Pa.\nTo do: Look at the pump.", Severity = Severity.Critical, Link = "https://sem.lab.example/runs/r",
        Events = [new LabEvent { EventId = "20260320-200000-LTO-A:12", At = new DateTimeOffset(2026, 3, 20, 20, 0, 0, TimeSpan.Zero), Kind = LabEventKind.Fault, Severity = Severity.Critical, Title = "The vacuum is gone", Reason = "3 Pa" }],
        Pictures = [new AlertPicture("before.png", "image/png", [1, 2, 3], "https://sem.lab.example/p/0")],
    };

    private static EmailSettings Settings(int port) => new() { Name = "mail", Server = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "sem@lab.example", To = ["anna@lab.example", "bob@lab.example"] };
}
