using System.CommandLine;
using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench report</c>: what a report on demand takes, of a run and of the same run many times longer.</summary>
internal static class BenchReportVerb
{
    private const double Megabyte = 1e6;

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Id of a finished run, 'latest' for the newest, or a run's folder.", DefaultValueFactory = _ => "latest" };
        var times = new Option<int>("--times") { Description = $"How many times each frame stands in the longer run, 2 to {MultipliedRun.MostTimes}.", DefaultValueFactory = _ => 28, HelpName = "N" };
        var keep = new Option<string?>("--keep") { Description = "New data folder that keeps the longer run; a temporary one when left out.", HelpName = "DIR" };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("report", "Time and memory of a run's report, and of the same run with each of its frames many times over.") { run, times, keep, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(times) is < 2 or > MultipliedRun.MostTimes) throw new InputException($"{parsed.GetValue(times)} copies of each frame", "--times", $"Give 2 to {MultipliedRun.MostTimes}");
            RunFolder small = await RunFolders.OpenAsync(parsed.GetValue(run)!, parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            string? kept = parsed.GetValue(keep);
            string root = kept ?? Directory.CreateTempSubdirectory("lto-report-").FullName;
            try
            {
                using DataFolder folder = await DataFolder.OpenAsync(root, new DataFolderOptions(), TimeProvider.System, cancel).ConfigureAwait(false);
                RunFolder large = await console.ProgressAsync("laying down the longer run", async _ => await MultipliedRun.WriteAsync(small, folder, parsed.GetValue(times), cancel).ConfigureAwait(false)).ConfigureAwait(false);
                await MeasureAsync(small, cancel).ConfigureAwait(false); // The first one compiles.
                Row[] rows = [await MeasureAsync(small, cancel).ConfigureAwait(false), await MeasureAsync(large, cancel).ConfigureAwait(false)];
                console.WriteJson(new { Rows = rows, Kept = kept });
                foreach (Row row in rows)
                    console.WriteLine(FormattableString.Invariant($"{row.RunId}: {row.Frames} frames, {row.Particles} particles: {row.Seconds:0.00} s, at most {row.PeakMb:0.0} MB of managed memory more than before, {row.AllocatedMb:0} MB allocated; report.html and report.json have {row.OutputMb:0.0} MB"));
                return ExitCode.Success;
            }
            finally
            {
                if (kept is null) Directory.Delete(root, recursive: true);
            }
        }, token));
        return command;
    }

    private static async Task<Row> MeasureAsync(RunFolder run, CancellationToken cancellationToken)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long before = GC.GetTotalMemory(forceFullCollection: true), allocated = GC.GetTotalAllocatedBytes(precise: true), began = Stopwatch.GetTimestamp(), peak = before;
        using var sampler = new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
        RunReportModel model = await ReportWriter.ReadAsync(run, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        long characters = RunReport.Render(model).Length + ReportJson.Render(model).Length;
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        return new Row(run.RunId, model.Frames.Count, model.Particles.Count, took.TotalSeconds, (peak - before) / Megabyte, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Megabyte, characters / Megabyte);
    }

    private sealed record Row(string RunId, int Frames, int Particles, double Seconds, double PeakMb, double AllocatedMb, double OutputMb);
}
