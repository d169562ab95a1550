using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>cell list</c> and <c>cell show CELL</c>: read from the data folder, also beside a daemon.</summary>
internal static class CellListVerb
{
    public static Command List()
    {
        var sample = new Option<string?>("--sample") { Description = "Only those of a sample.", HelpName = "S" };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "The measured cells of the data folder.") { sample, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<CellTest> cells = await new CellTestStore(DataFolder.OpenReadOnly(parsed.GetValue(data)!)).ListAsync(parsed.GetValue(sample), cancel).ConfigureAwait(false);
            console.WriteJson(cells);
            if (console.IsJson) return ExitCode.Success;
            if (cells.Count == 0) console.WriteLine("No cell yet: cell import FILE --sample S --mass-mg M --convention delithiation_over_lithiation");
            else console.Terminal.Write(Table(cells));
            return ExitCode.Success;
        }, token));
        return command;
    }

    public static Command Show()
    {
        var cell = new Argument<string>("cell") { Description = "Name of the cell." };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("show", "One cell: its cycles, its file, how that was read, and earlier imports.") { cell, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder folder = DataFolder.OpenReadOnly(parsed.GetValue(data)!);
            string name = parsed.GetValue(cell)!;
            CellTest found = await new CellTestStore(folder).FindAsync(name, cancel).ConfigureAwait(false) ?? throw new InputException($"there is no cell '{name}'", folder.Cells, "Look at `cell list`");
            IReadOnlyList<CellImportDetails> imports = await new CellImportStore(folder).ReadDetailsAsync(name, cancel).ConfigureAwait(false);
            console.WriteJson(new { Cell = found, Imports = imports });
            if (console.IsJson) return ExitCode.Success;
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.CellName} of sample {found.SampleName}: initial efficiency {found.Ce1:0.0000} = {CellOptions.Formula(found.Convention)}, {found.RatePerHour:0.###}C{(found.MassMg is { } mg ? $", {mg:0.###} mg" : "")}"));
            if (!found.Counts) console.WriteLine($"Does not count: {found.Exclusion} ({found.ExcludedBy}, {found.ExcludedAt:yyyy-MM-dd HH:mm})");
            foreach (CellImportDetails import in imports)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"version {import.Version}: {import.SourceName}, {import.Format}, {import.Rows} rows, {import.BadRows} left out, charge from {import.ChargeFrom}, by {import.ImportedBy} on {import.ImportedAt:yyyy-MM-dd HH:mm}, SHA-256 {import.SourceSha256}"));
                foreach (string warning in import.Warnings) console.WriteLine($"  note: {warning}");
            }

            if (found.Cycles.Count > 0) CellPreviewVerb.Write(console, found.Cycles, found.Convention);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Table Table(IReadOnlyList<CellTest> cells)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("cell", "sample", "initial efficiency", "of", "C-rate", "cycles", "version", "file", "counts");
        foreach (CellTest cell in cells)
        {
            table.AddRow(((string[])
            [
                cell.CellName, cell.SampleName, cell.Ce1.ToString("0.0000", CultureInfo.InvariantCulture), CellOptions.Formula(cell.Convention), cell.RatePerHour.ToString("0.###", CultureInfo.InvariantCulture),
                cell.Cycles.Count.ToString(CultureInfo.InvariantCulture), cell.Version.ToString(CultureInfo.InvariantCulture), cell.SourceName, cell.Counts ? "yes" : $"no: {cell.Exclusion}",
            ]).Select(Markup.Escape).ToArray());
        }

        return table;
    }
}
