using System.CommandLine;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Timing;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>rehearse</c>: tonight's queue on the twin, in seconds; what cannot work is refused by name.</summary>
internal static class RehearseVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> config = CommonOptions.Config(), model = CommonOptions.Model();
        Option<bool> json = CommonOptions.Json();
        var instrument = new Option<string>("--instrument") { Description = "Name of a file in config/instruments, or a path.", DefaultValueFactory = _ => "twin", HelpName = "NAME" };
        var holder = new Option<string>("--holder") { Description = "Name of a file in config/holders, or a path.", DefaultValueFactory = _ => "nine-stubs", HelpName = "NAME" };
        var from = new Option<string?>("--from") { Description = "Nothing begins before: a time of day or a date with time. Default now.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "The instrument must be free by then: a time of day or a date with time.", HelpName = "TIME" };
        var output = new Option<string?>("--out") { Description = "A folder for rehearsal.json and the drawings holder.svg and night.svg.", HelpName = "DIR" };
        var server = new Option<string?>("--server") { Description = $"Ask the daemon that runs there instead of reading a data folder. The key comes from {DaemonClient.KeyVariable}.", HelpName = "URL" };
        var command = new Command("rehearse", "Run the queue of a data folder against the microscope in software and the times learned here: when it ends, space, dose, ways, and what cannot work. Exit 0 only if all can.")
        {
            data, config, instrument, holder, model, from, until, server, output, json,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            async cancel =>
            {
                var console = new VerbConsole(parsed.GetValue(json));
                if (parsed.GetValue(server) is { } address) return await AskAsync(address, parsed.GetValue(output), console, cancel).ConfigureAwait(false);
                ContentFolders content = ContentFolders.Locate(parsed.GetValue(config));
                DateTimeOffset? begins = MomentOption.Parse(parsed.GetValue(from), "--from", TimeProvider.System), ends = MomentOption.Parse(parsed.GetValue(until), "--until", TimeProvider.System);
                using DataFolder folder = DataFolder.OpenReadOnly(parsed.GetValue(data)!);
                using TimingStore times = await TimingStore.OpenAsync(folder, LabTiming.Reading, cancel).ConfigureAwait(false);
                ScheduleSettings schedule = ScheduleFile.Find(content.Config);
                HolderMap map = HolderFile.Load(ServeVerb.Find(content.Holders, parsed.GetValue(holder)!, "--holder"));
                var setting = new RehearsalSetting
                {
                    Instrument = await InstrumentConfiguration.LoadAsync(ServeVerb.Find(content.Instruments, parsed.GetValue(instrument)!, "--instrument"), cancel).ConfigureAwait(false),
                    Holder = map, Data = folder, ModelsFolder = content.Models, ModelPath = parsed.GetValue(model), MaterialsFolder = content.Materials, RegressionModel = content.Regression,
                    Times = new TimingModel(times.Runs),
                };
                IReadOnlyList<RehearsalJob> jobs = await QueueReading.ReadAsync(folder, map, null, TimeProvider.System.GetUtcNow(), cancel).ConfigureAwait(false);
                INightHours hours = begins is null && ends is null
                    ? ScheduleHours.Of(schedule, ScheduleEvaluation.ZoneOf(schedule, TimeZoneInfo.Local), TimeProvider.System.GetUtcNow(), jobId => jobs.FirstOrDefault(entry => entry.Job.JobId == jobId)?.Job.Window)
                    : new NightHours(begins, ends);
                return await RehearseAsync(jobs, setting with { Hours = hours }, parsed.GetValue(output), console, cancel).ConfigureAwait(false);
            }, token));
        return command;
    }

    private static async Task<int> RehearseAsync(IReadOnlyList<RehearsalJob> jobs, RehearsalSetting setting, string? output, VerbConsole console, CancellationToken cancellationToken)
    {
        RehearsalReport report = await console.ProgressAsync("Rehearsing", progress => Rehearser.RunAsync(jobs, setting, TimeProvider.System, progress, cancellationToken)).ConfigureAwait(false);
        if (output is not null)
            await WriteAsync(output, RehearsalJson.Text(report), RehearsalPictures.Holder(report, setting.Holder), RehearsalPictures.Night(report, TimeZoneInfo.Local), cancellationToken).ConfigureAwait(false);
        return Tell(report, console);
    }

    private static async Task<int> AskAsync(string server, string? output, VerbConsole console, CancellationToken cancellationToken)
    {
        using DaemonClient client = DaemonClient.For(server);
        string text = (await client.GetAsync("rehearsal", cancellationToken).ConfigureAwait(false))?.ToJsonString() ?? throw new InputException("the daemon answered nothing", server, "Look at its log");
        RehearsalReport report = RehearsalJson.Parse(text);
        if (output is not null)
        {
            string holder = (await client.GetAsync("rehearsal/drawings", cancellationToken).ConfigureAwait(false))?["holder"]?.GetValue<string>() ?? "";
            await WriteAsync(output, RehearsalJson.Text(report), holder, RehearsalPictures.Night(report, TimeZoneInfo.Local), cancellationToken).ConfigureAwait(false);
        }

        return Tell(report, console);
    }

    private static int Tell(RehearsalReport report, VerbConsole console)
    {
        if (console.IsJson) Console.Out.WriteLine(RehearsalJson.Text(report));
        else RehearsalTable.Write(console, report, TimeZoneInfo.Local);
        return report.CanWork ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task WriteAsync(string folder, string json, string holder, string night, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the folder cannot be made ({error.Message.TrimEnd('.')})", folder, "Choose another folder with --out", error);
        }

        await AtomicFile.WriteTextAsync(Path.Combine(folder, "rehearsal.json"), json, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "holder.svg"), holder, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "night.svg"), night, cancellationToken).ConfigureAwait(false);
    }
}
