using LtoAutoscope.Daemon.Alerts.Configuration;

namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>Who may reach the dashboard, and how. Read from <c>config/access.yaml</c>; the keys are the property names in snake_case.</summary>
public sealed record AccessSettings
{
    /// <summary>Whether addresses that other machines can reach may speak HTTP without TLS: passwords and pictures then go over the network in the clear. Default false.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Further names and addresses by which people reach this machine; the own certificate carries them beside those that it finds itself.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>A certificate of the laboratory's own; without it the daemon makes one.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>Whether whoever reaches the dashboard may look, as a Viewer who may ask for nothing, without signing in. Default false.</summary>
    public bool ViewWithoutSignIn { get; init; }

    /// <summary>Passwords, locks and sessions.</summary>
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>The largest request that is read, MiB, 1…1024. Default 8.</summary>
    public int RequestMib { get; init; } = 8;

    /// <summary>Sign-in at an identity provider, or null for passwords only.</summary>
    public OpenIdSettings? OpenidConnect { get; init; }

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the settings are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        foreach ((string name, int i) in HostNames.Select((name, i) => (name, i)))
            if (Uri.CheckHostName(name) == UriHostNameType.Unknown) problems.Add($"host_names[{i}]: '{name}' is no host name or address");
        AlertSettings.Range(problems, "sign_in.attempts", SignIn.Attempts, 1, 100);
        AlertSettings.Range(problems, "sign_in.lock_minutes", SignIn.LockMinutes, 1, 1440);
        AlertSettings.Range(problems, "sign_in.session_days", SignIn.SessionDays, 1, 365);
        AlertSettings.Range(problems, "sign_in.tries_per_minute", SignIn.TriesPerMinute, 1, 1000);
        AlertSettings.Range(problems, "request_mib", RequestMib, 1, 1024);
        if (Certificate is { } certificate && string.IsNullOrWhiteSpace(certificate.File)) problems.Add("certificate.file: name the file");
        if (OpenidConnect is { } provider) problems.AddRange(provider.Problems());
        return problems;
    }
}
