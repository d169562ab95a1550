using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Imaging.Golden;
using LtoAutoscope.Pipeline.Models;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>model compare OLD NEW</c>: both networks on the golden frames, in figures and side by side.</summary>
internal static class ModelCompareVerb
{
    public static Command Create()
    {
        var old = new Argument<string>("old") { Description = "NAME@VERSION, shipped, in-use, or an ONNX file." };
        var candidate = new Argument<string>("new") { Description = "The same, of the other." };
        var golden = new Option<string[]>("--golden") { Description = "More folders with images/ and labels/, beside the shipped golden frames and the laboratory's own.", HelpName = "DIR" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("compare", "Run two networks on golden frames; the comparison goes on record, and `model use` asks for it.") { old, candidate, golden, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            (string Reference, string Path) one = await ModelReference.FindAsync(parsed.GetValue(old)!, lab, cancel).ConfigureAwait(false);
            (string Reference, string Path) other = await ModelReference.FindAsync(parsed.GetValue(candidate)!, lab, cancel).ConfigureAwait(false);
            var comparer = new ModelComparer(lab, ContentFolders.Locate().Models, SoftwareVersion.Current, TimeProvider.System);
            ModelComparisonReport report = await console.ProgressAsync("comparing", progress =>
                comparer.CompareAsync(one, other, parsed.GetValue(golden) ?? [], parsed.GetValue(by)!, new Relay(progress), cancel)).ConfigureAwait(false);
            string folder = new ModelRegistry(lab, TimeProvider.System).ComparisonPath(report.Id);
            console.WriteJson(new { Report = report, Folder = folder });
            if (!console.IsJson) Describe(console, report, folder);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, ModelComparisonReport report, string folder)
    {
        console.WriteLine($"old: {report.Old}");
        console.WriteLine($"new: {report.New}");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("golden frame", "particles", "IoU", "AP50", "count error", "diameter error");
        foreach (GoldenFrameResult frame in report.Frames)
            table.AddRow(Row($"{frame.Set}/{frame.Name}", frame.Particles.ToString(CultureInfo.InvariantCulture), frame.Old, frame.New));
        table.AddEmptyRow();
        table.AddRow(Row("mean", report.Frames.Sum(static f => f.Particles).ToString(CultureInfo.InvariantCulture), report.OldMean, report.NewMean));
        console.Terminal.Write(table);
        int better = report.Frames.Count(static f => f.New.ForegroundIou + f.New.Ap50 > f.Old.ForegroundIou + f.Old.Ap50);
        console.WriteLine($"old → new; the new one is better (IoU + AP50) on {better} of {report.Frames.Count} frames. Pictures and compare.json: {folder}");
    }

    private static string[] Row(string name, string particles, GoldenScore old, GoldenScore candidate) =>
    [
        .. ((string[])
        [
            name, particles, Pair(old.ForegroundIou, candidate.ForegroundIou), Pair(old.Ap50, candidate.Ap50), Pair(old.CountError, candidate.CountError), Pair(old.DiameterError, candidate.DiameterError),
        ]).Select(Markup.Escape),
    ];

    private static string Pair(double old, double candidate) => string.Create(CultureInfo.InvariantCulture, $"{old:0.000} → {candidate:0.000}");

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<(int Done, int Total, string Name)>
    {
        public void Report((int Done, int Total, string Name) value) => progress.Report(((double)value.Done / value.Total, value.Name));
    }
}
