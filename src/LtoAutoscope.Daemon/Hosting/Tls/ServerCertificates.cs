using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Hosting.Tls;

/// <summary>
/// The certificate that the dashboard shows: a given one, read anew when its file changes; or one of its own under <c>accounts/tls/</c>, made at the first start, and made anew when less than a month of it is
/// left or the machine has other names. The root above it stays, so that phones and browsers that trust it go on trusting.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
internal sealed class ServerCertificates
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite, OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1), Renewal = TimeSpan.FromDays(30);
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly CertificateSettings? _given;
    private readonly Func<IReadOnlyList<string>> _names;
    private readonly TimeProvider _time;
    private X509Certificate2 _current;
    private DateTimeOffset _lookedAt;
    private DateTime _readFrom;

    /// <param name="data">The data folder.</param>
    /// <param name="given">A given certificate, or null for one of its own.</param>
    /// <param name="names">The names and addresses of this machine as of now.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InputException">The given certificate cannot be read, or has no private key.</exception>
    public ServerCertificates(DataFolder data, CertificateSettings? given, Func<IReadOnlyList<string>> names, TimeProvider time)
    {
        (_folder, _given, _names, _time) = (Path.Combine(data.Accounts, "tls"), given, names, time);
        _current = given is null ? Own(null) : Read(given);
        _lookedAt = time.GetUtcNow();
    }

    /// <summary>The certificate of the own root, to be trusted; null where a given certificate is used.</summary>
    public byte[]? Root => _given is null ? X509CertificateLoader.LoadCertificate(PemBytes(RootPath)).Export(X509ContentType.Cert) : null;

    private string RootPath => Path.Combine(_folder, "root.pem");

    private string ServerPath => Path.Combine(_folder, "server.pem");

    /// <summary>The certificate to show now. A renewal that fails leaves the old one.</summary>
    public X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_time.GetUtcNow() - _lookedAt < LookEvery) return _current;
            _lookedAt = _time.GetUtcNow();
            try
            {
                if (_given is null) _current = Own(_current);
                else if (File.GetLastWriteTimeUtc(_given.File) != _readFrom) _current = Read(_given);
            }
            catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException or CryptographicException)
            {
                // A file that is just being replaced: it is looked at again in a minute.
            }

            return _current;
        }
    }

    private X509Certificate2 Own(X509Certificate2? shown)
    {
        IReadOnlyList<string> names = _names();
        if (shown is not null && IsGood(shown, names)) return shown;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, OwnerFolder);
        if (shown is null && TryLoad(ServerPath) is { } kept && IsGood(kept, names) && TryLoad(RootPath) is not null) return kept;
        DateTimeOffset now = _time.GetUtcNow();
        X509Certificate2? root = TryLoad(RootPath);
        if (root is null || root.NotAfter.ToUniversalTime() - now.UtcDateTime < Renewal)
        {
            root = CertificateAuthority.MakeRoot(Environment.MachineName, now);
            Write(RootPath, root);
        }

        using (root)
        {
            using X509Certificate2 made = CertificateAuthority.MakeServer(root, names, now);
            Write(ServerPath, made);
        }

        return TryLoad(ServerPath) ?? throw new InputException("the certificate that was just made cannot be read", ServerPath, "Look at the rights of the folder");
    }

    /// <summary>Whether a certificate lasts for a month more and carries all names.</summary>
    private bool IsGood(X509Certificate2 certificate, IReadOnlyList<string> names)
        => certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow().UtcDateTime > Renewal && names.All(name => CertificateAuthority.NamesOf(certificate).Contains(name, StringComparer.OrdinalIgnoreCase));

    private static void Write(string path, X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        WriteOwn(KeyOf(path), key.ExportPkcs8PrivateKeyPem());
        WriteOwn(path, certificate.ExportCertificatePem());
    }

    private static void WriteOwn(string path, string text)
    {
        // The server asks for its certificate synchronously; this happens at the first start and once a year.
        AtomicFile.WriteTextAsync(path, text, CancellationToken.None).GetAwaiter().GetResult();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerFile);
    }

    private static string KeyOf(string path) => Path.ChangeExtension(path, ".key");

    private static byte[] PemBytes(string path)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        return certificate.RawData;
    }

    private static X509Certificate2? TryLoad(string path)
    {
        try
        {
            return File.Exists(path) ? Usable(X509Certificate2.CreateFromPemFile(path, KeyOf(path))) : null;
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            return null;
        }
    }

    private X509Certificate2 Read(CertificateSettings given)
    {
        try
        {
            _readFrom = File.GetLastWriteTimeUtc(given.File);
            string? password = Secret.Read(given.PasswordFrom, "certificate.password_from");
            bool isPem = given.KeyFile is not null || File.ReadAllText(given.File).Contains("-----BEGIN", StringComparison.Ordinal);
            X509Certificate2 certificate = !isPem ? X509CertificateLoader.LoadPkcs12FromFile(given.File, password)
                : Usable(password is null ? X509Certificate2.CreateFromPemFile(given.File, given.KeyFile) : X509Certificate2.CreateFromEncryptedPemFile(given.File, password, given.KeyFile));
            return certificate.HasPrivateKey ? certificate : throw new InputException("the certificate has no private key", given.File, "Name the key's file by certificate.key_file");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the certificate cannot be read ({error.Message.TrimEnd('.')})", given.File, "Check path, rights and password of the files under 'certificate' in access.yaml", error);
        }
    }

    /// <summary>Some systems take a key that was never in a store for none.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
