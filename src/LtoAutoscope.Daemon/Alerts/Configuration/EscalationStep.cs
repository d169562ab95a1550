namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>Who is told when nobody has acknowledged an alert by then.</summary>
internal sealed record EscalationStep
{
    /// <summary>Minutes after the event, above those of the step before, at most 1440.</summary>
    public required double AfterMinutes { get; init; }

    /// <summary>Names of channels.</summary>
    public required IReadOnlyList<string> To { get; init; }
}
