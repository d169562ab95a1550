using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Pipeline.Accuracy;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench coverage</c>: how often the stated 95 % intervals hold the truth.</summary>
internal static class BenchCoverageVerb
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "The ONNX file whose accuracy record is the error model, instead of the shipped network.", HelpName = "FILE" };
        var trials = new Option<int>("--trials") { Description = "Samples to draw.", DefaultValueFactory = _ => 300, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the trials.", DefaultValueFactory = _ => 1, HelpName = "S" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("coverage", "How often the stated 95 % intervals hold the truth, on samples drawn from the measured error model.") { model, trials, seed, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string path = parsed.GetValue(model) ?? Path.Combine(ContentFolders.Locate().Models, "lto-unet.onnx");
            var options = new CoverageOptions { Errors = Errors(path), Trials = parsed.GetValue(trials), Seed = parsed.GetValue(seed) };
            CoverageReport report = await console.ProgressAsync("drawing", progress => Task.Run(() => CoverageBench.Run(options, new Relay(progress), cancel), cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            Describe(console, report);
            return report.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static MeasurementAccuracy Errors(string path)
    {
        using SegmentationModel model = SegmentationModel.Load(path);
        return MeasurementAccuracy.For(path, model.Sha256)
            ?? throw new InputException("The segmentation model has no accuracy record, so there is no error model to draw from", MeasurementAccuracy.PathOf(path), "Measure it first with `bench accuracy --write`");
    }

    private static void Describe(VerbConsole console, CoverageReport report)
    {
        if (console.IsJson) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["figure", "stated interval %", "frames alone %", "as if independent %", "half-width %", "92–98 %"]) table.AddColumn(head);
        foreach (CoverageRow row in report.Rows)
        {
            table.AddRow($"{row.Statistic} {row.Measure.Replace('_', ' ')}", Percent(row.Stated), Percent(row.Sampling), Percent(row.Independent), Percent(row.MedianHalfWidth), row.IsMet ? "met" : "not met");
        }

        console.Terminal.Write(table);
        console.WriteLine($"{report.Rows[0].Trials} trials; errors from {report.Basis}");
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => progress.Report(((double)value.Done / value.Total, FormattableString.Invariant($"{value.Done} of {value.Total}")));
    }
}
