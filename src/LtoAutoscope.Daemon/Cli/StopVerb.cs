using System.CommandLine;
using System.Text.Json.Nodes;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>stop</c>: STOP through a running daemon; <c>instrument stop</c> needs none.</summary>
internal static class StopVerb
{
    public static Command Create()
        => ClientVerb.With(new Command("stop", "Have a running daemon blank the beam and halt the stage now; the job stays resumable. Exits 0 only if both read back so."), async (_, client, console, token) =>
        {
            JsonNode report = (await client.SendAsync(HttpMethod.Post, "stop", null, token).ConfigureAwait(false))!;
            console.WriteJson(report);
            bool blanked = ClientVerb.Text(report, "blank_confirmed") == "true", halted = ClientVerb.Text(report, "halt_confirmed") == "true";
            console.WriteLine($"sent: {(ClientVerb.Text(report, "sent") == "true" ? "yes" : "NO")}; beam blanked, read back: {(blanked ? "yes" : "not known or no")}; stage halted, read back: {(halted ? "yes" : "not known or no")}");
            if (ClientVerb.Text(report, "detail") is { Length: > 0 } detail) console.WriteLine(detail);
            if (blanked && halted) return ExitCode.Success;
            await Console.Error.WriteLineAsync("The stop was not confirmed by the instrument. Use 'instrument stop', or the microscope's own.").ConfigureAwait(false);
            return ExitCode.Failure;
        });
}
