using System.CommandLine;
using System.Diagnostics;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Demo;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Time;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>demo</c>: twin, daemon and a queue of three samples through the whole path, with nothing to install and nothing to configure.</summary>
internal static class DemoVerb
{
    private const double TimeFactor = 40;

    public static Command Create()
    {
        var exit = new Option<bool>("--exit") { Description = "End when the queue is done; exit 0 only if every sample reached its goal." };
        var data = new Option<string>("--data") { Description = "The data folder; on one that a killed demo left, it goes on where that one stopped.", HelpName = "DIR", DefaultValueFactory = _ => "demo-data" };
        var goal = new Option<int?>("--goal") { Description = "Whole particles to count a sample, for a quicker look. Default: the recipes' 500.", HelpName = "N" };
        Option<string> urls = CommonOptions.Urls();
        Option<bool> json = CommonOptions.Json();
        Option<string?> model = CommonOptions.Model();
        var command = new Command("demo", "A microscope in software, three samples and the whole path from the stage move to a predicted Coulombic efficiency.") { exit, data, goal, urls, model, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(parsed.GetValue(urls)!, parsed.GetValue(data)!, parsed.GetValue(exit), parsed.GetValue(goal), parsed.GetValue(model), new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(string urls, string dataPath, bool exit, int? goal, string? model, VerbConsole console, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        ContentFolders content = ContentFolders.Locate();
        using DataFolder data = await DataFolder.OpenAsync(dataPath, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var holder = new DemoHolder();
        var twinOptions = new TwinOptions { SharkSemPort = 0, TimeFactor = TimeFactor };
        TwinHost twin = await TwinHost.StartAsync(twinOptions, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using (twin.ConfigureAwait(false))
        {
            InstrumentConfiguration instrument = (await InstrumentConfiguration.LoadAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false)).At(twin.Endpoints.SharkSem);
            using AuditTrail audit = await AuditTrail.OpenAsync(data, cancellationToken).ConfigureAwait(false);
            WebApplication app = DaemonHost.Build(
                new DaemonOptions { Urls = urls, Content = content, Instrument = instrument, Holder = holder.Map, ModelPath = model, LogToConsole = false,
                    InstrumentTime = new AcceleratedTime(TimeFactor), Preflight = false }, data, audit);
            await using (app.ConfigureAwait(false))
            {
                var accounts = app.Services.GetRequiredService<AccountStore>();
                string password = await accounts.CreateAdministratorAsync(ServeVerb.Administrator, cancellationToken).ConfigureAwait(false) is { } made
                    ? made.Password
                    : await accounts.RenewPasswordAsync(ServeVerb.Administrator, cancellationToken).ConfigureAwait(false);
                await DaemonHost.StartAsync(app, urls, cancellationToken).ConfigureAwait(false);
                var lab = app.Services.GetRequiredService<Lab>();
                IReadOnlyList<string> batch = await DemoBatch.EnqueueAsync(lab, holder, goal, cancellationToken).ConfigureAwait(false);

                string address = DaemonHost.AddressOf(app);
                console.WriteLine($"Dashboard: {address}   sign in as {ServeVerb.Administrator} with the password {password}");
                console.WriteLine($"Microscope in software: SharkSEM on {twin.Endpoints.SharkSem}, {TimeFactor:0} times faster than the clock. Data: {data.Root}");
                IReadOnlyList<DemoResult> rows;
                bool isFinished = false;
                try
                {
                    await DemoProgress.FollowAsync(console, lab, batch, cancellationToken).ConfigureAwait(false);
                    isFinished = true;
                }
                finally
                {
                    // Parked, and the run left to go on, before its microscope goes.
                    if (exit || !isFinished) await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
                    rows = await ResultsAsync(lab, data, batch).ConfigureAwait(false);
                    console.WriteJson(new { Samples = rows, WallS = Math.Round(watch.Elapsed.TotalSeconds, 1) });
                    DemoTable.Write(console, rows, watch.Elapsed);
                }

                if (!exit)
                {
                    console.WriteLine($"The dashboard stays at {address} until Ctrl+C.");
                    await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
                }

                return rows.All(row => row.ReachedGoal) ? ExitCode.Success : ExitCode.Failure;
            }
        }
    }

    private static async Task<IReadOnlyList<DemoResult>> ResultsAsync(Lab lab, DataFolder data, IReadOnlyList<string> batch)
    {
        var rows = new List<DemoResult>();
        foreach (JobView job in lab.Current.Queue.Where(job => batch.Contains(job.JobId)))
        {
            RunDetail? run = job.RunId is null ? null : await lab.ReadRunAsync(job.RunId, CancellationToken.None).ConfigureAwait(false);
            int exposures = job.RunId is null || run is null ? 0
                : (await (await RunFolder.OpenAsync(data, job.RunId, CancellationToken.None).ConfigureAwait(false)).ReadJournalAsync(CancellationToken.None).ConfigureAwait(false))
                    .Count(line => line.Kind == RunEventKind.ExposureIntended);
            rows.Add(DemoResult.Of(job, run, job.RunId is null ? null : Path.Combine(data.RunPath(job.RunId), "report.html"), exposures));
        }

        return rows;
    }
}
