using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Schedules;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Configuration;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>serve</c>: the daemon, at a terminal, under systemd or as a Windows service.</summary>
internal static class ServeVerb
{
    /// <summary>Sign-in name of the account that a demo makes.</summary>
    public const string Administrator = "admin";

    public static Command Create()
    {
        Option<string> data = CommonOptions.Data(), urls = CommonOptions.Urls();
        Option<string?> config = CommonOptions.Config(), model = CommonOptions.Model();
        var instrument = new Option<string>("--instrument") { Description = "Name of a file in config/instruments, or a path.", DefaultValueFactory = _ => "twin", HelpName = "NAME" };
        var holder = new Option<string>("--holder") { Description = "Name of a file in config/holders, or a path.", DefaultValueFactory = _ => "nine-stubs", HelpName = "NAME" };
        var plain = new Option<bool>("--allow-plain-http") { Description = "Let other machines reach an address without TLS: passwords then go over the network in the clear." };
        var command = new Command("serve", "The daemon: queue, instrument and dashboard.") { urls, data, config, instrument, holder, model, plain };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => ServeAsync(parsed.GetValue(urls)!, parsed.GetValue(data)!, parsed.GetValue(config), parsed.GetValue(instrument)!, parsed.GetValue(holder)!, parsed.GetValue(model), parsed.GetValue(plain), cancel), token));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, string dataPath, string? config, string instrument, string holder, string? model, bool allowPlainHttp, CancellationToken cancellationToken)
    {
        ContentFolders content = ContentFolders.Locate(config);
        InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(Find(content.Instruments, instrument, "--instrument"), cancellationToken).ConfigureAwait(false);
        HolderMap map = HolderFile.Load(Find(content.Holders, holder, "--holder"), configuration.Envelope.Limits);
        ScheduleSettings schedule = ScheduleFile.Find(content.Config);
        CronTimes.RequireReadable(schedule, Path.Combine(content.Config, ScheduleFile.Name));
        using DataFolder data = await DataFolder.OpenAsync(dataPath, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        using InstrumentLock held = await InstrumentLock.TakeAsync(configuration, "serve", TimeProvider.System, cancellationToken).ConfigureAwait(false);
        using AuditTrail audit = await AuditTrail.OpenAsync(data, cancellationToken).ConfigureAwait(false);
        WebApplication app = DaemonHost.Build(
            new DaemonOptions { Urls = urls, Content = content, Instrument = configuration, ModelPath = model, Holder = map, Schedule = schedule, AllowPlainHttp = allowPlainHttp }, data, audit);
        await using (app.ConfigureAwait(false))
        {
            await DaemonHost.StartAsync(app, urls, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"LtoAutoscope serves at {DaemonHost.AddressOf(app)}; data in {data.Root}");
            if (app.Services.GetRequiredService<FirstRun>() is { IsOpen: true } first)
                Console.WriteLine($"First start: set the administrator at {DaemonHost.LinkOf(app)}{first.Path} (the link is good until the next start).");
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    internal static string Find(string folder, string name, string option)
    {
        string path = File.Exists(name) ? name : Path.Combine(folder, name + ".yaml");
        return File.Exists(path)
            ? path
            : throw new InputException($"there is no '{name}'", option, $"Choose one of {string.Join(", ", Directory.EnumerateFiles(folder, "*.yaml").Select(Path.GetFileNameWithoutExtension))}, or give a path");
    }
}
