using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace LtoAutoscope.Daemon.Tests.Alerts;

/// <summary>A real SMTP server on a loopback port.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private readonly Keep _kept;

    private MailServer(int port, Task running, Keep kept, CancellationTokenSource end) => (Port, _running, _kept, _end) = (port, running, kept, end);

    public int Port { get; }

    public IReadOnlyList<MimeMessage> Mails
    {
        get
        {
            lock (_kept.Mails) return [.. _kept.Mails];
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="port">Its port; a free one when 0.</param>
    /// <param name="answer">What it answers to a mail.</param>
    /// <param name="withTls">Whether it offers STARTTLS, with a certificate that nobody vouches for.</param>
    public static async Task<MailServer> StartAsync(int port = 0, SmtpResponse? answer = null, bool withTls = false)
    {
        if (port == 0) port = FreePort();
        var kept = new Keep { Answer = answer ?? SmtpResponse.Ok };
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)kept);
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((string user, string password) => user == "sem" && password == "right"));
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port)).AllowUnsecureAuthentication(true);
            if (withTls) endpoint.Certificate(Certificate());
        }).Build();
        var end = new CancellationTokenSource();
        var server = new SmtpServer.SmtpServer(options, services);
        Task running = server.StartAsync(end.Token);
        await AlertBench.UntilAsync(() => Listens(port));
        return new MailServer(port, running, kept, end);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Keep : MessageStore
    {
        public List<MimeMessage> Mails { get; } = [];

        public SmtpResponse Answer { get; init; } = SmtpResponse.Ok;

        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (Answer == SmtpResponse.Ok)
            {
                using var stream = new MemoryStream(buffer.ToArray());
                lock (Mails) Mails.Add(MimeMessage.Load(stream, cancellationToken));
            }

            return Task.FromResult(Answer);
        }
    }
}
