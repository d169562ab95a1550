using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using LtoAutoscope.Daemon.Hosting.Tls;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class TlsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Tls => Path.Combine(_data.Accounts, "tls");

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder.PathOf("lab"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A client that trusts the root, and nothing else, reaches the server by name and by address, and no other name.</summary>
    [Fact]
    public async Task Current_FirstRun_IsTrustedByWhoTrustsTheRoot()
    {
        var certificates = new ServerCertificates(_data, null, () => MachineNames.Of("sem.lab.example"), TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificates.Current())));
        await using WebApplication app = builder.Build();
        app.MapGet("/", () => "safe");
        await app.StartAsync(Token);
        using var root = X509CertificateLoader.LoadCertificate(certificates.Root!);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck } },
            ConnectCallback = async (context, token) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, token);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        int port = new Uri(app.Urls.First()).Port;
        foreach (string host in new[] { "127.0.0.1", "localhost", "sem.lab.example", Environment.MachineName.ToLowerInvariant() }) Assert.Equal("safe", await client.GetStringAsync($"https://{host}:{port}/", Token));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"https://elsewhere.example:{port}/", Token));
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in Directory.GetFiles(Tls)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Tls) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public void Current_MonthBeforeItsEndOrOtherNames_IsMadeAnewUnderTheSameRoot()
    {
        List<string> names = ["sem.lab.example", "192.0.2.17"];
        var certificates = new ServerCertificates(_data, null, () => [.. names], _clock);
        (string first, byte[] root) = (certificates.Current().Thumbprint, certificates.Root!);
        Assert.Equal(first, new ServerCertificates(_data, null, () => [.. names], _clock).Current().Thumbprint);
        _clock.Advance(TimeSpan.FromDays(300));
        Assert.Equal(first, certificates.Current().Thumbprint);
        _clock.Advance(TimeSpan.FromDays(70));
        string second = certificates.Current().Thumbprint;
        Assert.NotEqual(first, second);
        names.Add("192.0.2.18");
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(second, certificates.Current().Thumbprint);
        Assert.Equal(["sem.lab.example", "192.0.2.17", "192.0.2.18"], CertificateAuthority.NamesOf(certificates.Current()));
        Assert.Equal(root, certificates.Root);
    }

    [Fact]
    public void Current_GivenPemAndPfx_AreShownAndReadAnew()
    {
        using X509Certificate2 root = CertificateAuthority.MakeRoot("test", _clock.GetUtcNow()), made = CertificateAuthority.MakeServer(root, ["given.example"], _clock.GetUtcNow()), later = CertificateAuthority.MakeServer(root, ["given.example"], _clock.GetUtcNow());
        string pem = _folder.PathOf("server.pem"), key = _folder.PathOf("server.key"), pfx = _folder.PathOf("server.pfx");
        File.WriteAllText(pem, made.ExportCertificatePem());
        File.WriteAllText(key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(pfx, made.Export(X509ContentType.Pfx, "hunter2"));
        var given = new ServerCertificates(_data, new CertificateSettings { File = pfx, PasswordFrom = "clear:hunter2" }, () => [], _clock);
        Assert.Equal((made.Thumbprint, true), (given.Current().Thumbprint, given.Current().HasPrivateKey));
        Assert.Null(given.Root);
        Assert.Equal(made.Thumbprint, new ServerCertificates(_data, new CertificateSettings { File = pem, KeyFile = key }, () => [], _clock).Current().Thumbprint);
        File.WriteAllBytes(pfx, later.Export(X509ContentType.Pfx, "hunter2"));
        File.SetLastWriteTimeUtc(pfx, _clock.GetUtcNow().UtcDateTime.AddMinutes(5));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(later.Thumbprint, given.Current().Thumbprint);
        Assert.Contains(pem, Assert.Throws<InputException>(() => new ServerCertificates(_data, new CertificateSettings { File = pem }, () => [], _clock)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Tls));
    }
}
