using System.CommandLine;
using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Hosting;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>alert test</c>: sends a test message over every channel of <c>config/alerts.yaml</c>, or one, and says what became of it. It needs no daemon.</summary>
internal static class AlertTestVerb
{
    public static Command Create()
    {
        Option<string?> config = CommonOptions.Config();
        Option<string> by = CommonOptions.By();
        Option<bool> json = CommonOptions.Json();
        var channel = new Option<string?>("--channel") { Description = "Only this channel.", HelpName = "NAME" };
        var command = new Command("test", "Send a test message over every channel of alerts.yaml.") { config, channel, by, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => TestAsync(parsed.GetValue(config), parsed.GetValue(channel), parsed.GetValue(by)!, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> TestAsync(string? config, string? channel, string by, VerbConsole console, CancellationToken cancellationToken)
    {
        AlertSettings settings = AlertFile.Load(ContentFolders.Locate(config).Config);
        string[] names = AlertTest.Channels(settings, channel);
        using HttpClient client = AlertChannels.CreateClient();
        IReadOnlyList<IAlertChannel> channels = AlertChannels.Of(settings, client, TimeProvider.System);
        ChannelTest[] results = await new DirectAlerts(settings, channels, "LtoAutoscope", TimeProvider.System)
            .SendAsync(AlertTest.Event(by, TimeProvider.System.GetUtcNow()), names, attempts: 1, cancellationToken).ConfigureAwait(false);
        console.WriteJson(new { settings.Enabled, Channels = results });
        foreach (ChannelTest result in results)
        {
            string line = $"{result.Channel} ({channels.First(way => way.Name == result.Channel).Description}): {(result.Delivered ? "taken by the server" : result.Reason)}";
            if (!result.Delivered) await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
            else if (!console.IsJson) console.WriteLine(line);
        }

        if (!settings.Enabled) await Console.Error.WriteLineAsync($"Alerts are switched off: set enabled to true in {AlertFile.FileName} when the test pleases.").ConfigureAwait(false);
        return results.All(result => result.Delivered) ? ExitCode.Success : ExitCode.Failure;
    }
}
