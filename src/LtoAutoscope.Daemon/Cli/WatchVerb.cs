using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Watch;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Watch;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>watch</c>: the dead man's switch, a second process that hears the daemon's heartbeat and stops the instrument when it falls silent.</summary>
internal static class WatchVerb
{
    private const double ShortestSilence = 3, LongestSilence = 3600;

    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var instrument = new Option<string>("--instrument") { Description = "The same as for serve: name of a file in config/instruments, or a path.", DefaultValueFactory = _ => "twin", HelpName = "NAME" };
        var silence = new Option<double>("--silence-s") { Description = "How long the daemon may be silent, s.", DefaultValueFactory = _ => 10, HelpName = "S" };
        var once = new Option<bool>("--once") { Description = "End at the first alarm (exit 1) or when the daemon ends in good order (exit 0)." };
        var alarmOnly = new Option<bool>("--alarm-only") { Description = "Raise the alarm, but leave the instrument alone." };
        var alarmCommand = new Option<string?>("--alarm-command") { Description = "A shell command to run on an alarm; it finds the words in LTO_AUTOSCOPE_ALARM.", HelpName = "COMMAND" };
        var command = new Command("watch", "The dead man's switch: hears the daemon's heartbeat, raises an alarm on silence, and blanks and halts the instrument by itself where its protocol allows a second connection.")
        {
            data, config, instrument, silence, once, alarmOnly, alarmCommand, json,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            double seconds = parsed.GetValue(silence);
            if (!(seconds is >= ShortestSilence and <= LongestSilence))
                throw new InputException(FormattableString.Invariant($"{seconds} s of silence are out of range"), "--silence-s", FormattableString.Invariant($"Give {ShortestSilence} to {LongestSilence} s; the daemon beats once a second"));
            ContentFolders content = ContentFolders.Locate(parsed.GetValue(config));
            AlertSettings settings = AlertFile.Load(content.Config);
            InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(ServeVerb.Find(content.Instruments, parsed.GetValue(instrument)!, "--instrument"), cancel).ConfigureAwait(false);
            EmergencyStops stops = parsed.GetValue(alarmOnly) ? new EmergencyStops([], []) : EmergencyStops.Of(configuration, TimeProvider.System);
            return await WatchAsync(
                Path.GetFullPath(parsed.GetValue(data)!), configuration.Name, stops, TimeSpan.FromSeconds(seconds), parsed.GetValue(once), parsed.GetValue(alarmCommand), parsed.GetValue(json), settings, cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    private static async Task<int> WatchAsync(
        string data, string instrument, EmergencyStops stops, TimeSpan silence, bool once, string? alarmCommand, bool json, AlertSettings settings, CancellationToken cancellationToken)
    {
        List<WatchEvent> events = [];
        List<Task> alarms = [];
        var log = new AlarmFile(data, TimeProvider.System);
        using HttpClient client = AlertChannels.CreateClient();
        var alerts = new WatchAlerts(settings, AlertChannels.Of(settings, client, TimeProvider.System), instrument, once, stops.Stops.Count > 0, TimeProvider.System, line => Console.Error.WriteLine(line));
        var deadMan = new DeadMan(new HeartbeatFile(Path.Combine(data, Heartbeat.FileName), TimeProvider.System), stops, silence, TimeProvider.System, TellAsync);
        bool wasAlarmed = await deadMan.RunAsync(once, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(alarms).ConfigureAwait(false);
        if (json && once) Console.Out.WriteLine(JsonSerializer.Serialize(new { Alarm = wasAlarmed, Events = events }, DomainJson.Line));
        return wasAlarmed ? ExitCode.Failure : ExitCode.Success;

        async Task TellAsync(WatchEvent entry)
        {
            bool isGrave = entry.Kind is "alarm" or "stop" or "not_stopped";
            string line = $"{entry.At:yyyy-MM-dd HH:mm:ss} UTC {instrument}: {(entry.Kind == "alarm" ? "ALARM: " : "")}{entry.Message}";
            if (once) events.Add(entry);
            else if (json) Console.Out.WriteLine(JsonSerializer.Serialize(entry, DomainJson.Line));
            if (isGrave || json) Console.Error.WriteLine(line);
            else Console.Out.WriteLine(line);
            if (entry.Kind == "alarm" && alarmCommand is not null) alarms.Add(CommandAsync(new AlarmCommand(alarmCommand, instrument), entry));
            if (alerts.Take(entry) is { } telling) alarms.Add(telling);
            if (entry.Kind != "waiting" && await log.AppendAsync(entry).ConfigureAwait(false) is { Length: > 0 } trouble)
                await Console.Error.WriteLineAsync($"{AlarmFile.FileName} was not written: {trouble}").ConfigureAwait(false);
        }

        async Task CommandAsync(AlarmCommand run, WatchEvent alarm)
        {
            if (await run.RunAsync(alarm, cancellationToken).ConfigureAwait(false) is { Length: > 0 } trouble) await Console.Error.WriteLineAsync(trouble).ConfigureAwait(false);
        }
    }
}
