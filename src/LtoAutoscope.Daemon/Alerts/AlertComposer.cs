using System.Globalization;
using System.Text;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Puts an alert into words: what, when, why, what was done, what to do, and the pictures.</summary>
internal sealed class AlertComposer(AlertSettings settings, string instrument, EvidenceFiles? evidence, TimeProvider time)
{
    private const int MostListed = 40;

    /// <summary>The message of a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="alerts">Its alerts.</param>
    /// <param name="cancellationToken">Cancels the reading of pictures.</param>
    public async Task<AlertMessage> ComposeAsync(Delivery delivery, IReadOnlyList<Alert> alerts, CancellationToken cancellationToken)
    {
        LabEvent[] events = [.. alerts.Select(alert => alert.Event).OrderBy(happened => happened.At)];
        return events.Length == 1 && !delivery.IsSummary
            ? await OneAsync(delivery, events[0], cancellationToken).ConfigureAwait(false)
            : Summary(delivery, events);
    }

    private async Task<AlertMessage> OneAsync(Delivery delivery, LabEvent happened, CancellationToken cancellationToken)
    {
        (IReadOnlyList<AlertPicture> pictures, IReadOnlyList<string> missing) = evidence is null
            ? ([], happened.Evidence)
            : await evidence.ReadAsync(happened.Evidence, path => EvidenceLink(happened, path), cancellationToken).ConfigureAwait(false);
        var text = new StringBuilder();
        text.AppendLine(happened.Title).AppendLine();
        Line(text, "When", Clock(happened.At));
        Line(text, "Instrument", instrument);
        Line(text, "Sample", happened.Sample ?? "");
        Line(text, "Run", happened.RunId ?? "");
        Line(text, "Why", happened.Reason);
        Line(text, "Done", happened.Done.Length == 0 ? "nothing" : happened.Done);
        Line(text, "To do", happened.ToDo.Length == 0 ? "nothing" : happened.ToDo);
        foreach (AlertPicture picture in pictures) Line(text, "Picture", picture.Link ?? picture.Name);
        if (missing.Count > 0) Line(text, "Not shown", string.Join(", ", missing));
        if (settings.Links is not null) text.AppendLine().AppendLine(FormattableString.Invariant($"Acknowledge: {Base}/alerts"));
        text.AppendLine().Append(FormattableString.Invariant($"Alert {happened.EventId}, {delivery.DeliveryId}"));
        return new AlertMessage
        {
            DeliveryId = delivery.DeliveryId, Instrument = instrument, Severity = happened.Severity, Events = [happened], Pictures = pictures, Link = Link(happened),
            Subject = $"[{instrument}] {Word(happened.Severity)}: {happened.Title}{(happened.Sample is { } sample && !happened.Title.Contains(sample, StringComparison.Ordinal) ? $" ({sample})" : "")}",
            Text = text.ToString(),
        };
    }

    private AlertMessage Summary(Delivery delivery, LabEvent[] events)
    {
        Severity worst = events.Max(happened => happened.Severity);
        string kinds = string.Join(", ", events.GroupBy(happened => happened.Kind).OrderByDescending(group => group.Count()).Select(group => FormattableString.Invariant($"{group.Count()} {AlertRule.Word(group.Key)}")));
        var text = new StringBuilder();
        text.AppendLine(FormattableString.Invariant($"{events.Length} alerts were held back: {kinds}.")).AppendLine();
        foreach (LabEvent happened in events.Take(MostListed))
        {
            text.AppendLine(FormattableString.Invariant($"{Clock(happened.At)}  {Word(happened.Severity)}: {happened.Title}{(happened.Sample is null ? "" : $" ({happened.Sample})")}"));
            text.AppendLine($"    {happened.Reason}{(happened.Done.Length > 0 ? " Done: " + happened.Done : "")}{(happened.ToDo.Length > 0 ? " To do: " + happened.ToDo : "")}");
        }

        if (events.Length > MostListed) text.AppendLine(FormattableString.Invariant($"… and {events.Length - MostListed} more"));
        if (settings.Links is not null) text.AppendLine().AppendLine($"All of them: {Base}/alerts");
        return new AlertMessage
        {
            DeliveryId = delivery.DeliveryId, Instrument = instrument, Severity = worst, Events = events, Link = settings.Links is null ? null : $"{Base}/alerts",
            Subject = FormattableString.Invariant($"[{instrument}] {events.Length} alerts held back, the worst: {Word(worst)}"), Text = text.ToString(),
        };
    }

    private string Base => settings.Links!.TrimEnd('/');

    private string? Link(LabEvent happened) => settings.Links is null ? null : happened.RunId is { } run ? $"{Base}/runs/{Uri.EscapeDataString(run)}" : $"{Base}/alerts";

    private string? EvidenceLink(LabEvent happened, string path)
        => settings.Links is null ? null : FormattableString.Invariant($"{Base}/api/v1/alerts/{Uri.EscapeDataString(happened.EventId)}/evidence/{happened.Evidence.ToList().IndexOf(path)}");

    private string Clock(DateTimeOffset at)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
        return local.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
    }

    private static void Line(StringBuilder text, string name, string value)
    {
        if (value.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{name + ":",-12}{value}").AppendLine();
    }

    private static string Word(Severity severity) => severity switch { Severity.Critical => "CRITICAL", Severity.Warning => "Warning", _ => "Info" };
}
