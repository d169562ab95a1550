using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>One alert with what became of it.</summary>
/// <param name="Event">What happened.</param>
/// <param name="AcknowledgedBy">Who has seen it, or null.</param>
/// <param name="AcknowledgedAt">When.</param>
/// <param name="Settled">Why nobody has to be told further; empty otherwise.</param>
/// <param name="IsOpen">Whether further people are told as time passes.</param>
/// <param name="Deliveries">To whom it went.</param>
internal sealed record AlertView(LabEvent Event, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt, string Settled, bool IsOpen, IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>Of an alert in a ledger.</summary>
    public static AlertView Of(Alert alert, AlertLedger ledger)
        => new(alert.Event, alert.AcknowledgedBy, alert.AcknowledgedAt, alert.Settled, alert.IsOpen, [.. ledger.DeliveriesOf(alert.Event.EventId).Where(delivery => delivery.State != DeliveryState.Summarised)]);
}
