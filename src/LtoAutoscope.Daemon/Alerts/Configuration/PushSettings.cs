namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>A push channel of an ntfy server (or one that speaks the same): one message a topic.</summary>
internal sealed record PushSettings
{
    /// <summary>The channel's name, for rules.</summary>
    public required string Name { get; init; }

    /// <summary>The server. Default the public one.</summary>
    public string Server { get; init; } = "https://ntfy.sh";

    /// <summary>The topic. On a public server whoever knows it can read along: choose one that cannot be guessed.</summary>
    public required string Topic { get; init; }

    /// <summary>Where the access token is (<c>env:NAME</c>, <c>file:PATH</c>, <c>clear:TOKEN</c>), or null.</summary>
    public string? TokenFrom { get; init; }

    /// <summary>Whether the first evidence picture goes along. Default false: on a public server it leaves the laboratory.</summary>
    public bool AttachEvidence { get; init; }
}
