using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Accuracy;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench focus</c>: how well focus and stigmator are found on the twin, over doses, beside measures of sharpness from the literature.</summary>
internal static class BenchFocusVerb
{
    public static Command Create()
    {
        var places = new Option<int>("--places") { Description = "Places on the powder for each dose.", DefaultValueFactory = _ => 12, HelpName = "N" };
        var dwells = new Option<double[]>("--dwell-us") { Description = "Dwell times, µs.", DefaultValueFactory = _ => [3, 0.3, 0.1, 0.03, 0.01], AllowMultipleArgumentsPerToken = true, HelpName = "US" };
        var width = new Option<int>("--width") { Description = "Frame width, pixels.", DefaultValueFactory = _ => 1024, HelpName = "PX" };
        var field = new Option<double>("--field-um") { Description = "Width of the field, µm.", DefaultValueFactory = _ => 3.2, HelpName = "UM" };
        var diameter = new Option<double>("--diameter-nm") { Description = "Median diameter of the powder, nm.", DefaultValueFactory = _ => 100, HelpName = "NM" };
        var seed = new Option<int>("--seed") { Description = "Seed of powder and starts.", DefaultValueFactory = _ => 1, HelpName = "S" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("focus", "Error of focus and stigmator on the twin from rich to poor dose, and of measures of sharpness from the literature.") { places, dwells, width, field, diameter, seed, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            var options = new FocusBenchOptions
            {
                InstrumentPath = Path.Combine(ContentFolders.Locate().Instruments, "twin.yaml"), Places = parsed.GetValue(places), DwellsUs = parsed.GetValue(dwells)!,
                WidthPx = parsed.GetValue(width), FieldWidthUm = parsed.GetValue(field), DiameterNm = parsed.GetValue(diameter), Seed = parsed.GetValue(seed),
            };
            FocusBenchReport report = await console.ProgressAsync("focusing", progress => FocusBench.RunAsync(options, new Relay(progress), cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            if (!console.IsJson) Describe(console, report);
            return report.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, FocusBenchReport report)
    {
        console.WriteLine(FormattableString.Invariant($"pixel {report.PixelSizeNm:0.00} nm, depth of focus {report.DepthUm:0.000} µm; errors in depths of focus, of the stigmator in percent"));
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["dwell µs", "electrons a pixel", "measure", "median error", "nine of ten", "declined %", "frames"]) table.AddColumn(new TableColumn(head).RightAligned());
        foreach (FocusBenchRow row in (IEnumerable<FocusBenchRow>)[.. report.Measures, .. report.Searches, .. report.Stigmators])
        {
            table.AddRow(
                Text(row.DwellUs, "0.###"), Text(row.ElectronsPerPixel, "0"), row.Measure, Text(row.MedianError, "0.000"), Text(row.NinetyPercentError, "0.000"), Text(100 * row.DeclinedShare, "0"), Text(row.Frames, "0.0"));
        }

        console.Terminal.Write(table);
        console.WriteLine(FormattableString.Invariant($"asked for: nine of ten searches within {FocusBenchReport.AllowedError:0.0} depths of focus, none declined at the richest dose: {(report.IsMet ? "met" : "not met")}"));
    }

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, ""));
    }
}
