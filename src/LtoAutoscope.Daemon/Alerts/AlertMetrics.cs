using System.Diagnostics.Metrics;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Counts of alerts and of what became of them.</summary>
internal static class AlertMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LtoAutoscope.Alerts";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> RaisedCount = Meter.CreateCounter<long>("lto_autoscope.alerts.raised", null, "Events that people may be told, by kind and severity.");
    private static readonly Counter<long> DeliveredCount = Meter.CreateCounter<long>("lto_autoscope.alerts.delivered", null, "Messages that a channel's server took.");
    private static readonly Counter<long> FailedCount = Meter.CreateCounter<long>("lto_autoscope.alerts.failed_attempts", null, "Attempts that did not get through, by channel.");

    public static void Raised(LabEventKind kind, Severity severity)
        => RaisedCount.Add(1, new KeyValuePair<string, object?>("kind", AlertRule.Word(kind)), new KeyValuePair<string, object?>("severity", severity.ToString().ToLowerInvariant()));

    public static void Delivered(string channel) => DeliveredCount.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public static void Failed(string channel) => FailedCount.Add(1, new KeyValuePair<string, object?>("channel", channel));
}
