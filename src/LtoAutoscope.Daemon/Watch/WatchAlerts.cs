using System.Globalization;
using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>Tells people of the watch's alarm over the same channels and by the same rules as the daemon (kind <c>silence</c>, severity <c>critical</c>). It needs neither the daemon nor its folder.</summary>
internal sealed class WatchAlerts(AlertSettings settings, IReadOnlyList<IAlertChannel> channels, string instrument, bool once, bool stops, TimeProvider time, Action<string> complain)
{
    private readonly DirectAlerts _direct = new(settings, channels, instrument, time);
    private CancellationTokenSource? _escalation;

    /// <summary>Takes an event of the watch; an alarm begins to be told, and a daemon that is heard again ends its escalation. Returns the telling, or null.</summary>
    public Task? Take(WatchEvent entry)
    {
        if (entry.Kind is "heard" or "ended") _escalation?.Cancel();
        if (entry.Kind != "alarm" || !settings.Enabled) return null;
        _escalation = new CancellationTokenSource();
        return TellAsync(new LabEvent
        {
            EventId = "watch-" + entry.At.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture), At = entry.At, Kind = LabEventKind.Silence, Severity = Severity.Critical,
            Title = "The daemon is silent", Reason = Sentence(entry.Message),
            Done = stops ? "The watch blanks the beam and halts the stage by itself; its log tells what was read back." : "Nothing: this watch stops nothing by itself.",
            ToDo = "Look at the instrument, press its own stop if in doubt, and start the daemon again: the night goes on where it was.",
        }, _escalation.Token);
    }

    private async Task TellAsync(LabEvent alarm, CancellationToken cancellationToken)
    {
        try
        {
            await _direct.TellAsync(alarm, escalates: !once, result =>
            {
                if (!result.Delivered) complain($"The alarm did not go out over {result.Channel}: {result.Reason}");
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon beats again: nobody else has to be woken.
        }
    }

    private static string Sentence(string message) => message.Length == 0 ? message : char.ToUpperInvariant(message[0]) + message[1..] + ".";
}
