using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Pipeline.Inspection;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench grating</c>: how well the pixel size is read from a grating.</summary>
internal static class BenchGratingVerb
{
    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Frames a row.", DefaultValueFactory = _ => 12, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("grating", "Read the pixel size from the twin's gratings: the error of the scale and how often the stated interval holds the truth.") { frames, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<GratingBenchRow> rows = await console.ProgressAsync("reading", progress => Task.Run(() => GratingBench.Run(parsed.GetValue(frames), progress, cancel), cancel)).ConfigureAwait(false);
            console.WriteJson(rows);
            if (!console.IsJson) console.Terminal.Write(Draw(rows));
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Table Draw(IReadOnlyList<GratingBenchRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["pitch nm", "field µm", "dwell µs", "rms error %", "stated half-width %", "held"]) table.AddColumn(head);
        foreach (GratingBenchRow row in rows)
        {
            table.AddRow(
                row.PitchNm.ToString("0", CultureInfo.InvariantCulture), row.FieldUm.ToString("0.0", CultureInfo.InvariantCulture), row.DwellUs.ToString("0.0", CultureInfo.InvariantCulture),
                row.RmsPercent.ToString("0.000", CultureInfo.InvariantCulture), row.MeanHalfWidthPercent.ToString("0.000", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{row.Covered} of {row.Frames}"));
        }

        return table;
    }
}
