namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>The words of the alerts' journal, <c>alerts/journal.ndjson</c>.</summary>
internal static class AlertEventKind
{
    /// <summary>Something happened. Data: event (a lab event), plan (who is to be told when: a list of after_minutes, channel).</summary>
    public const string Raised = "alert_raised";

    /// <summary>A message for a channel. Data: delivery_id, alert_ids, channel, not_before, held (<c>quiet_hours</c>, <c>rate_limit</c> or empty), covers (held deliveries that this one tells together).</summary>
    public const string Planned = "delivery_planned";

    /// <summary>About to send: from here on it may have arrived. Data: delivery_id, attempt.</summary>
    public const string Begun = "delivery_begun";

    /// <summary>It did not get through. Data: delivery_id, attempt, reason, final, next_at.</summary>
    public const string Failed = "delivery_failed";

    /// <summary>The server took it. Data: delivery_id.</summary>
    public const string Delivered = "delivered";

    /// <summary>A person has seen the alert. Data: alert_id, by.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Nobody has to be told further. Data: alert_id, reason.</summary>
    public const string Settled = "settled";
}
