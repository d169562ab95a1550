using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Pipeline.Inspection;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench shift</c>: how well phase correlation measures displacements.</summary>
internal static class BenchShiftVerb
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "Pairs of frames a row.", DefaultValueFactory = _ => 8, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the powder.", DefaultValueFactory = _ => 1, HelpName = "S" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("shift", "Measure known displacements on the twin at several doses: the error in pixels, and what unlike pictures give.") { pairs, seed, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<ShiftBenchRow> rows = await console.ProgressAsync("comparing", progress => Task.Run(() => ShiftBench.Run(parsed.GetValue(pairs), parsed.GetValue(seed), progress, cancel), cancel)).ConfigureAwait(false);
            console.WriteJson(rows);
            if (!console.IsJson) console.Terminal.Write(Draw(rows));
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Table Draw(IReadOnlyList<ShiftBenchRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["dwell µs", "electrons/nm²", "displacement px", "rms error px", "largest px", "reliable", "confidence", "ms"]) table.AddColumn(head);
        foreach (ShiftBenchRow row in rows)
        {
            bool isElsewhere = double.IsNaN(row.DistancePx);
            table.AddRow(
                row.DwellUs.ToString("0.##", CultureInfo.InvariantCulture), row.DosePerNm2.ToString("0.0", CultureInfo.InvariantCulture), isElsewhere ? "another place" : row.DistancePx.ToString("0", CultureInfo.InvariantCulture),
                isElsewhere ? "" : row.RmsPx.ToString("0.000", CultureInfo.InvariantCulture), isElsewhere ? "" : row.LargestPx.ToString("0.000", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{row.Reliable} of {row.Pairs}"), string.Create(CultureInfo.InvariantCulture, $"{row.LeastConfidence:0.00}–{row.MostConfidence:0.00}"), row.MedianMs.ToString("0", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
