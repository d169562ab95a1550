using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>Alerts and deliveries as the journal tells them: a pure function of its lines.</summary>
/// <remarks>Not thread-safe; the owner guards it.</remarks>
internal sealed class AlertLedger
{
    private readonly Dictionary<string, Alert> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byAlert = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<string> _deliveryOrder = [];

    /// <summary>Alerts, oldest first.</summary>
    public IEnumerable<Alert> Alerts => _order.Select(id => _alerts[id]);

    /// <summary>All deliveries, oldest first.</summary>
    public IEnumerable<Delivery> Deliveries => _deliveryOrder.Select(id => _deliveries[id]);

    /// <summary>Deliveries that have not ended.</summary>
    public IEnumerable<Delivery> Waiting => Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting);

    /// <summary>An alert, or null.</summary>
    public Alert? Find(string alertId) => _alerts.GetValueOrDefault(alertId);

    /// <summary>A delivery, or null.</summary>
    public Delivery? FindDelivery(string deliveryId) => _deliveries.GetValueOrDefault(deliveryId);

    /// <summary>The deliveries of an alert, those in summaries included.</summary>
    public IEnumerable<Delivery> DeliveriesOf(string alertId) => _byAlert.TryGetValue(alertId, out List<string>? ids) ? ids.Select(id => _deliveries[id]) : [];

    /// <summary>An id that no delivery has yet.</summary>
    public string NextDeliveryId() => FormattableString.Invariant($"delivery-{_deliveries.Count + 1:00000}");

    /// <summary>The ledger after all lines of a journal; attempts that were under way when the process died are noted as unfinished.</summary>
    public static AlertLedger Of(IEnumerable<RunEvent> lines)
    {
        var ledger = new AlertLedger();
        foreach (RunEvent line in lines) ledger.Apply(line);
        foreach (Delivery cut in ledger.Waiting.Where(delivery => delivery.IsBegun).ToArray())
            ledger._deliveries[cut.DeliveryId] = cut with { IsBegun = false, Unfinished = cut.Unfinished + 1 };
        return ledger;
    }

    /// <summary>Takes in one more line; a word that this version does not know changes nothing.</summary>
    public void Apply(RunEvent line)
    {
        JsonObject data = line.Data;
        switch (line.Kind)
        {
            case AlertEventKind.Raised:
                LabEvent happened = data["event"].Deserialize<LabEvent>(DomainJson.Line)!;
                if (!_alerts.TryAdd(happened.EventId, new Alert { Event = happened, RaisedAt = line.Time, Plan = data["plan"].Deserialize<PlannedChannel[]>(DomainJson.Line) ?? [] })) return;
                _order.Add(happened.EventId);
                break;
            case AlertEventKind.Planned:
                Plan(line, data);
                break;
            case AlertEventKind.Begun:
                Change(data, d => d with { Attempts = d.Attempts + 1, Unfinished = d.Unfinished + (d.IsBegun ? 1 : 0), IsBegun = true });
                break;
            case AlertEventKind.Failed:
                bool isFinal = data["final"]?.GetValue<bool>() == true;
                Change(data, d => d with
                {
                    IsBegun = false, Reason = Text(data, "reason"), NotBefore = Moment(data, "next_at") ?? d.NotBefore,
                    State = isFinal ? DeliveryState.GivenUp : d.State, EndedAt = isFinal ? line.Time : null,
                });
                break;
            case AlertEventKind.Delivered:
                Change(data, d => d with { IsBegun = false, State = DeliveryState.Delivered, EndedAt = line.Time });
                break;
            case AlertEventKind.Acknowledged:
                ChangeAlert(data, alert => alert with { AcknowledgedBy = Text(data, "by"), AcknowledgedAt = line.Time });
                break;
            case AlertEventKind.Settled:
                ChangeAlert(data, alert => alert with { Settled = Text(data, "reason") });
                break;
        }
    }

    private void Plan(RunEvent line, JsonObject data)
    {
        string[] covers = Texts(data, "covers");
        var delivery = new Delivery
        {
            DeliveryId = Text(data, "delivery_id"), AlertIds = Texts(data, "alert_ids"), Channel = Text(data, "channel"), PlannedAt = line.Time,
            NotBefore = Moment(data, "not_before") ?? line.Time, Held = Text(data, "held"), IsSummary = covers.Length > 1,
        };
        if (!_deliveries.TryAdd(delivery.DeliveryId, delivery)) return;
        _deliveryOrder.Add(delivery.DeliveryId);
        foreach (string alert in delivery.AlertIds)
        {
            if (!_byAlert.TryGetValue(alert, out List<string>? ids)) _byAlert[alert] = ids = [];
            ids.Add(delivery.DeliveryId);
        }

        foreach (string id in covers)
            if (_deliveries.TryGetValue(id, out Delivery? held)) _deliveries[id] = held with { State = DeliveryState.Summarised, EndedAt = line.Time };
    }

    private void Change(JsonObject data, Func<Delivery, Delivery> change)
    {
        if (_deliveries.TryGetValue(Text(data, "delivery_id"), out Delivery? delivery)) _deliveries[delivery.DeliveryId] = change(delivery);
    }

    private void ChangeAlert(JsonObject data, Func<Alert, Alert> change)
    {
        if (_alerts.TryGetValue(Text(data, "alert_id"), out Alert? alert)) _alerts[alert.Event.EventId] = change(alert);
    }

    private static string Text(JsonObject data, string key) => data[key]?.GetValue<string>() ?? "";

    private static string[] Texts(JsonObject data, string key) => [.. (data[key] as JsonArray ?? []).Select(node => node!.GetValue<string>())];

    private static DateTimeOffset? Moment(JsonObject data, string key) => data[key] is { } node ? node.Deserialize<DateTimeOffset>() : null;
}
