using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Accuracy;
using LtoAutoscope.Reports.Plots;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench accuracy</c>: synthetic powders through renderer, network and metrology, against the truth of the same fields.</summary>
internal static class BenchAccuracyVerb
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "An ONNX file to measure instead of the shipped network.", HelpName = "FILE" };
        var powders = new Option<int>("--powders") { Description = "Synthetic powders over the whole range.", DefaultValueFactory = _ => 30, HelpName = "N" };
        var frames = new Option<int>("--frames") { Description = "Frames of each.", DefaultValueFactory = _ => 3, HelpName = "N" };
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", DefaultValueFactory = _ => 1024, HelpName = "PX" };
        var height = new Option<int>("--height") { Description = "Frame height, pixels.", DefaultValueFactory = _ => 768, HelpName = "PX" };
        var seed = new Option<int>("--seed") { Description = "Seed of powders and frames.", DefaultValueFactory = _ => 1, HelpName = "S" };
        var output = new Option<string?>("--out") { Description = "Folder for accuracy.json and accuracy.svg (measured against true).", HelpName = "DIR" };
        var write = new Option<bool>("--write") { Description = "Write what was found as NAME.accuracy.json beside the model: uncertainty budgets and bench coverage take it from there." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("accuracy", "Bias of size, aspect ratio and roughness on synthetic powders, end to end, and where it comes from.") { model, powders, frames, width, height, seed, output, write, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            var options = new AccuracyOptions
            {
                ModelPath = parsed.GetValue(model) ?? Path.Combine(ContentFolders.Locate().Models, "lto-unet.onnx"), Powders = parsed.GetValue(powders), Frames = parsed.GetValue(frames),
                WidthPx = parsed.GetValue(width), HeightPx = parsed.GetValue(height), Seed = parsed.GetValue(seed),
            };
            AccuracyReport report = await console.ProgressAsync("measuring", progress => AccuracyBench.RunAsync(options, new Relay(progress), cancel)).ConfigureAwait(false);
            if (parsed.GetValue(output) is { } folder) await SaveAsync(report, folder, cancel).ConfigureAwait(false);
            if (parsed.GetValue(write))
            {
                string path = MeasurementAccuracy.PathOf(options.ModelPath);
                await AtomicFile.WriteTextAsync(path, JsonSerializer.Serialize(report.Accuracy, DomainJson.File) + "\n", cancel).ConfigureAwait(false);
                console.WriteLine($"written to {path}");
            }

            console.WriteJson(report);
            Describe(console, report);
            return report.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static async Task SaveAsync(AccuracyReport report, string folder, CancellationToken cancellationToken)
    {
        string figure = AgreementPlot.Render(
        [
            new AgreementData("median diameter", "nm", [.. report.Rows.Select(row => (row.Diameter.TrueMedian, row.Diameter.MeasuredMedian))], true, AccuracyReport.DiameterTarget, true),
            new AgreementData("mean aspect ratio", "", [.. report.Rows.Select(row => (row.AspectRatio.TrueMean, row.AspectRatio.MeasuredMean))], false, AccuracyReport.AspectRatioTarget, true),
            new AgreementData("mean fractal dimension", "", [.. report.Rows.Select(row => (row.FractalDimension.TrueMean, row.FractalDimension.MeasuredMean))], false, AccuracyReport.FractalDimensionTarget, false),
        ]);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "accuracy.svg"), figure, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "accuracy.json"), JsonSerializer.Serialize(report, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    private static void Describe(VerbConsole console, AccuracyReport report)
    {
        if (console.IsJson) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["powder", "D50 nm", "px", "blur px", "AR", "true", "found", "recall", "D50 err %", "AR err %", "FD err", "D: hidden %", "outline %", "selection %"])
            table.AddColumn(new TableColumn(head).RightAligned());
        foreach (AccuracyRow row in report.Rows)
        {
            (double Value, string Format)[] cells =
            [
                (row.Powder, "0"), (row.Diameter.TrueMedian, "0.0"), (row.DiameterPx, "0"), (row.BlurPx, "0.0"), (row.AspectRatio.TrueMean, "0.00"), (row.TrueCount, "0"), (row.MeasuredCount, "0"), (row.Recall, "0.00"),
                (100 * row.Diameter.MedianError, "+0.0;-0.0;0.0"), (100 * row.AspectRatio.MeanError, "+0.0;-0.0;0.0"), (row.FractalDimension.MeanError, "+0.000;-0.000;0.000"),
                (100 * row.Diameter.HiddenError, "+0.0;-0.0;0.0"), (100 * row.Diameter.OutlineError, "+0.0;-0.0;0.0"), (100 * row.Diameter.SelectionError, "+0.0;-0.0;0.0"),
            ];
            table.AddRow([.. cells.Select(cell => double.IsFinite(cell.Value) ? cell.Value.ToString(cell.Format, System.Globalization.CultureInfo.InvariantCulture) : "–")]);
        }

        console.Terminal.Write(table);
        console.WriteLine(Line("median diameter", report.MedianDiameter, 100, " %"));
        console.WriteLine(Line("mean aspect ratio", report.MeanAspectRatio, 100, " %"));
        console.WriteLine(Line("median diameter, of what is seen", report.MedianDiameterSeen, 100, " %"));
        console.WriteLine(Line("mean aspect ratio, of what is seen", report.MeanAspectRatioSeen, 100, " %"));
        console.WriteLine(Line("mean fractal dimension", report.MeanFractalDimension, 1, ""));
        console.WriteLine(Classes(report.Rows));
    }

    private static string Classes(IReadOnlyList<AccuracyRow> rows)
    {
        int hidden = rows.Sum(static row => row.Hidden), found = rows.Sum(static row => row.HiddenFound), all = rows.Sum(static row => row.TrueCount), free = rows.Sum(static row => row.FreeTakenForHidden);
        return FormattableString.Invariant($"classes, on exact masks: {found} of {hidden} particles hidden by more than a tenth are told as overlapped, and {free} of {all - hidden} others");
    }

    private static string Line(string what, AccuracySummary summary, double scale, string unit) => FormattableString.Invariant(
        $"{what}: bias {scale * summary.Bias:+0.000;-0.000}{unit} (sd {scale * summary.Deviation:0.000}, mean without sign {scale * summary.MeanAbsolute:0.000}, worst {scale * summary.Worst:0.000}), {summary.Within} of {summary.Powders} powders within {scale * summary.Target:0.##}{unit}: {(summary.IsMet ? "met" : "not met")}");

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<(int Done, int Total, AccuracyRow Row)>
    {
        public void Report((int Done, int Total, AccuracyRow Row) value) => progress.Report(((double)value.Done / value.Total, FormattableString.Invariant(
            $"powder {value.Done} of {value.Total}: {value.Row.Diameter.TrueMedian:0} nm, D50 {100 * value.Row.Diameter.MedianError:+0.0;-0.0} %")));
    }
}
