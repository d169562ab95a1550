namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>A certificate that the laboratory brings along.</summary>
public sealed record CertificateSettings
{
    /// <summary>The file: PFX (PKCS #12), or PEM with the chain.</summary>
    public required string File { get; init; }

    /// <summary>The PEM file of its private key; null where <see cref="File"/> holds it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Where its password is: <c>env:NAME</c>, <c>file:PATH</c> or <c>clear:TEXT</c>; null when it has none.</summary>
    public string? PasswordFrom { get; init; }
}
