using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>alert acknowledge</c>: tells a running daemon that an alert was seen, so that nobody else is told.</summary>
internal static class AlertAcknowledgeVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("alert") { Description = "The alert's id, as in the message or in 'alert list --json'." };
        return ClientVerb.With(new Command("acknowledge", "Note that an alert was seen: its escalation ends.") { id }, async (parsed, client, console, token) =>
        {
            string alert = parsed.GetValue(id)!;
            await client.SendAsync(HttpMethod.Post, $"alerts/{Uri.EscapeDataString(alert)}/acknowledge", null, token).ConfigureAwait(false);
            console.WriteJson(new { Alert = alert, Acknowledged = true });
            if (!console.IsJson) console.WriteLine($"{alert} is noted as seen.");
            return ExitCode.Success;
        });
    }
}
