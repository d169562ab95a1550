namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>A channel that posts JSON to an address.</summary>
internal sealed record WebhookSettings
{
    /// <summary>The channel's name, for rules.</summary>
    public required string Name { get; init; }

    /// <summary>The address.</summary>
    public required string Url { get; init; }

    /// <summary>Where the key of the signature is (<c>env:NAME</c>, <c>file:PATH</c>, <c>clear:KEY</c>), or null for unsigned bodies.</summary>
    public string? SecretFrom { get; init; }

    /// <summary>Whether evidence pictures go along in base64; otherwise they are links only. Default false.</summary>
    public bool AttachEvidence { get; init; }
}
