using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LtoAutoscope.Daemon.Hosting.Tls;

/// <summary>
/// Makes certificates (RFC 5280) on the curve P-256: a root that people trust once, and under it the server's own, which is made anew before it expires or when the machine gets other names.
/// </summary>
internal static class CertificateAuthority
{
    /// <summary>Life of the root, days.</summary>
    public const int RootDays = 3650;

    /// <summary>Life of the server's certificate, days: browsers refuse longer ones.</summary>
    public const int ServerDays = 397;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>A root that may sign server certificates and nothing above them.</summary>
    public static X509Certificate2 MakeRoot(string machine, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Plain($"LtoAutoscope on {machine}")}, O=LtoAutoscope", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockTolerance, now.AddDays(RootDays));
    }

    /// <summary>A certificate for the server.</summary>
    /// <param name="root">The root with its key.</param>
    /// <param name="names">Host names and addresses; the first one names it.</param>
    /// <param name="now">Now.</param>
    public static X509Certificate2 MakeServer(X509Certificate2 root, IReadOnlyList<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Plain(names[0])}, O=LtoAutoscope", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        DateTimeOffset end = now.AddDays(ServerDays) < root.NotAfter ? now.AddDays(ServerDays) : root.NotAfter;
        using X509Certificate2 signed = request.Create(root, now - ClockTolerance, end, serial);
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>The host names and addresses that a certificate is good for.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
        => certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
            ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())]
            : [];

    private static string Plain(string text) => new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-' or ':')]);
}
