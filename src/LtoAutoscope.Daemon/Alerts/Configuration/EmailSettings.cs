namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>An e-mail channel over SMTP.</summary>
internal sealed record EmailSettings
{
    /// <summary>The channel's name, for rules.</summary>
    public required string Name { get; init; }

    /// <summary>Host of the SMTP server.</summary>
    public required string Server { get; init; }

    /// <summary>Its port, 1…65535. Default 587.</summary>
    public int Port { get; init; } = 587;

    /// <summary>How the connection is secured. Default <c>start_tls</c>.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Who signs in, or null for a server that asks nobody.</summary>
    public string? User { get; init; }

    /// <summary>Where the password is: <c>env:NAME</c>, <c>file:PATH</c>, or <c>clear:PASSWORD</c>. Needed with <see cref="User"/>.</summary>
    public string? PasswordFrom { get; init; }

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>Who gets it.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Problems below a key.</summary>
    internal IEnumerable<string> Problems(string key)
    {
        if (string.IsNullOrWhiteSpace(Server)) yield return $"{key}.server: give the server's host name";
        if (Port is < 1 or > 65535) yield return FormattableString.Invariant($"{key}.port: {Port} must lie between 1 and 65535");
        if (!IsAddress(From)) yield return $"{key}.from: '{From}' is no e-mail address";
        if (To.Count == 0) yield return $"{key}.to: give at least one address";
        foreach (string address in To.Where(address => !IsAddress(address))) yield return $"{key}.to: '{address}' is no e-mail address";
        if (User is not null && PasswordFrom is null) yield return $"{key}.password_from: user '{User}' needs a password; write env:NAME, file:PATH or clear:PASSWORD";
        if (User is not null && Security == MailSecurity.None) yield return $"{key}.security: a password must not go over an open line; use start_tls or tls";
    }

    private static bool IsAddress(string text) => MimeKit.MailboxAddress.TryParse(text, out MimeKit.MailboxAddress? address) && address.Address.Contains('@', StringComparison.Ordinal);
}
