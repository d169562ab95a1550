namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>How many alerts a channel may carry in a time; what comes on top is held back and told in one summary.</summary>
internal sealed record RateLimitSettings
{
    /// <summary>Alerts, 1…1000. Default 10.</summary>
    public int Alerts { get; init; } = 10;

    /// <summary>In so many minutes, 0.1…1440. Default 10.</summary>
    public double PerMinutes { get; init; } = 10;
}
