using System.Globalization;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>What the test button sends.</summary>
internal static class AlertTest
{
    /// <summary>The event.</summary>
    public static LabEvent Event(string by, DateTimeOffset at) => new()
    {
        EventId = "test-" + at.UtcDateTime.ToString("yyyyMMdd-HHmmss-fffffff", CultureInfo.InvariantCulture), At = at, Kind = LabEventKind.Test, Severity = Severity.Info,
        Title = "Test of the alerts", Reason = $"{by} pressed the test button; nothing is wrong.", Done = "This message was sent over the channel.",
        ToDo = "Nothing. When it does not come although the page says that it was taken, look into the spam folder and at the server's log.",
    };

    /// <summary>The channels that a test goes to.</summary>
    /// <exception cref="InputException">Nothing is configured, or there is no such channel.</exception>
    public static string[] Channels(AlertSettings settings, string? channel)
    {
        string[] all = [.. settings.ChannelNames()];
        if (all.Length == 0) throw new InputException("there is no channel to test", AlertFile.FileName, "Add one under email, webhook or push; the file shipped shows how");
        if (channel is null) return all;
        return all.Contains(channel, StringComparer.Ordinal) ? [channel] : throw new InputException($"there is no channel '{channel}'", AlertFile.FileName, $"Choose one of {string.Join(", ", all)}");
    }
}
