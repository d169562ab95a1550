using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>Something that people are told, and how far that is.</summary>
internal sealed record Alert
{
    /// <summary>The event; its id is the alert's.</summary>
    public required LabEvent Event { get; init; }

    /// <summary>When it was taken into the outbox.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Who is to be told when, soonest first.</summary>
    public IReadOnlyList<PlannedChannel> Plan { get; init; } = [];

    /// <summary>Who acknowledged it, or null.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Why nobody has to be told further, or empty.</summary>
    public string Settled { get; init; } = "";

    /// <summary>Whether further people are told as time passes.</summary>
    public bool IsOpen => AcknowledgedBy is null && Settled.Length == 0;
}
