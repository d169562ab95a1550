using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>What a channel sends: one event, or a summary of several.</summary>
internal sealed record AlertMessage
{
    /// <summary>The delivery's id: the same message sent twice (after a kill) carries the same.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Name of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>One line that says what and how urgent.</summary>
    public required string Subject { get; init; }

    /// <summary>Everything in plain text: reason, what was done, what to do, evidence.</summary>
    public required string Text { get; init; }

    /// <summary>The most urgent of the events.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<LabEvent> Events { get; init; }

    /// <summary>Where a person goes on, or null.</summary>
    public string? Link { get; init; }

    /// <summary>Pictures.</summary>
    public IReadOnlyList<AlertPicture> Pictures { get; init; } = [];
}
