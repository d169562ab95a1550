using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Decides what is to be told to whom and when: from settings, ledger and clock alone.</summary>
internal sealed class AlertPlanner(AlertSettings settings, TimeZoneInfo zone)
{
    /// <summary>Who is to be told of an event, soonest first, each channel once.</summary>
    public IReadOnlyList<PlannedChannel> PlanFor(LabEvent happened)
    {
        if (!settings.Enabled) return [];
        return [.. settings.RulesFor(happened)
            .SelectMany(rule => rule.To.Select(channel => new PlannedChannel(0, channel)).Concat(rule.Escalate.SelectMany(step => step.To.Select(channel => new PlannedChannel(step.AfterMinutes, channel)))))
            .GroupBy(entry => entry.Channel, StringComparer.Ordinal).Select(group => group.MinBy(entry => entry.AfterMinutes)!)
            .OrderBy(entry => entry.AfterMinutes)];
    }

    /// <summary>The data of the next line to plan a delivery, or null when nothing is due.</summary>
    public JsonObject? Next(AlertLedger ledger, DateTimeOffset now) => NextFirst(ledger, now) ?? NextRelease(ledger, now);

    /// <summary>When something is due next that is not due yet, or null.</summary>
    public static DateTimeOffset? NextTime(AlertLedger ledger, DateTimeOffset now)
    {
        IEnumerable<DateTimeOffset> moments = ledger.Waiting.Select(delivery => delivery.NotBefore)
            .Concat(ledger.Alerts.Where(alert => alert.IsOpen).SelectMany(alert => alert.Plan.Select(entry => alert.RaisedAt.AddMinutes(entry.AfterMinutes))))
            .Where(moment => moment > now);
        return moments.Select(moment => (DateTimeOffset?)moment).Min();
    }

    private JsonObject? NextFirst(AlertLedger ledger, DateTimeOffset now)
    {
        foreach (Alert alert in ledger.Alerts)
        {
            if (alert.Plan.Count == 0) continue;
            Delivery[] told = [.. ledger.DeliveriesOf(alert.Event.EventId)];
            if (told.Length >= alert.Plan.Count && alert.Plan.All(entry => told.Any(delivery => delivery.Channel == entry.Channel))) continue;
            // Who should have known first cannot be reached: the next need not wait for the hour.
            bool isUnheard = told.Length > 0 && told.All(delivery => delivery.State == DeliveryState.GivenUp);
            PlannedChannel? due = null;
            foreach (PlannedChannel entry in alert.Plan.Where(entry => told.All(delivery => delivery.Channel != entry.Channel)))
            {
                bool isFirst = entry.AfterMinutes <= 0;
                if (isFirst || alert.IsOpen && (isUnheard || now >= alert.RaisedAt.AddMinutes(entry.AfterMinutes))) due = entry;
                break;
            }

            if (due is not null) return Planned(ledger, alert, due.Channel, now);
        }

        return null;
    }

    private JsonObject Planned(AlertLedger ledger, Alert alert, string channel, DateTimeOffset now)
    {
        (DateTimeOffset notBefore, string held) = (now, "");
        if (alert.Event.Kind != LabEventKind.Test)
        {
            if (alert.Event.Severity < Severity.Critical && settings.QuietHours?.EndAfter(now, zone) is { } end) (notBefore, held) = (end, "quiet_hours");
            else if (RateLimited(ledger, channel, now) is { } free) (notBefore, held) = (free, "rate_limit");
        }

        return Line(ledger, [alert.Event.EventId], channel, notBefore, held, []);
    }

    private DateTimeOffset? RateLimited(AlertLedger ledger, string channel, DateTimeOffset now)
    {
        TimeSpan window = TimeSpan.FromMinutes(settings.RateLimit.PerMinutes);
        DateTimeOffset[] recent = [.. ledger.Deliveries
            .Where(delivery => delivery.Channel == channel && delivery.Held.Length == 0 && delivery.PlannedAt > now - window)
            .Select(delivery => delivery.PlannedAt)];
        return recent.Length >= settings.RateLimit.Alerts ? recent.Min() + window : null;
    }

    /// <summary>What was held back for a channel and may go now is told together.</summary>
    private static JsonObject? NextRelease(AlertLedger ledger, DateTimeOffset now)
    {
        IGrouping<string, Delivery>? due = ledger.Waiting.Where(delivery => delivery.Held.Length > 0 && delivery.NotBefore <= now)
            .GroupBy(delivery => delivery.Channel, StringComparer.Ordinal).FirstOrDefault();
        if (due is null) return null;
        // Of the same channel also what would come a little later for the same reason.
        Delivery[] all = [.. ledger.Waiting.Where(delivery => delivery.Channel == due.Key && delivery.Held.Length > 0 && (delivery.NotBefore <= now || due.Any(first => first.Held == delivery.Held)))];
        return Line(ledger, [.. all.SelectMany(delivery => delivery.AlertIds).Distinct(StringComparer.Ordinal)], due.Key, now, "", [.. all.Select(delivery => delivery.DeliveryId)]);
    }

    private static JsonObject Line(AlertLedger ledger, string[] alertIds, string channel, DateTimeOffset notBefore, string held, string[] covers) => new()
    {
        ["delivery_id"] = ledger.NextDeliveryId(), ["alert_ids"] = JsonSerializer.SerializeToNode(alertIds, DomainJson.Line), ["channel"] = channel,
        ["not_before"] = JsonSerializer.SerializeToNode(notBefore, DomainJson.Line), ["held"] = held, ["covers"] = JsonSerializer.SerializeToNode(covers, DomainJson.Line),
    };
}
