namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>One message for one channel.</summary>
internal sealed record Delivery
{
    /// <summary>Its id, unique in the outbox.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>The alerts that it tells; several in a summary.</summary>
    public required IReadOnlyList<string> AlertIds { get; init; }

    /// <summary>Name of the channel.</summary>
    public required string Channel { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>Not to be sent before.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Why it waits to be told with others: <c>quiet_hours</c>, <c>rate_limit</c>; empty when it goes by itself.</summary>
    public string Held { get; init; } = "";

    /// <summary>Whether it tells what was held back.</summary>
    public bool IsSummary { get; init; }

    /// <summary>How far it is.</summary>
    public DeliveryState State { get; init; } = DeliveryState.Waiting;

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts of which nobody knows how they ended, because the process died in them.</summary>
    public int Unfinished { get; init; }

    /// <summary>Whether an attempt is under way.</summary>
    public bool IsBegun { get; init; }

    /// <summary>Why the last attempt failed; empty when none did.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it arrived or was given up, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
