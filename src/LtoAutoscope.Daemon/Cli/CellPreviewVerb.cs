using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>cell preview</c>: what a cycler's file is, what its columns would be taken for, and which cycles it would give.</summary>
internal static class CellPreviewVerb
{
    private const int CyclesShown = 12;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A cycler's file: BioLogic .mpt or .mpr, CSV of Neware, Arbin, Maccor, BDF, or any CSV with --mapping." };
        Option<double?> mass = CellOptions.Mass();
        Option<string> sign = CellOptions.Sign(), charge = CellOptions.Charge(), material = FemFitVerb.Material();
        Option<string?> mapping = CellOptions.Mapping(), config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("preview", "Look at a cycler's file; nothing is kept and no data folder is needed.") { file, mass, sign, charge, mapping, material, config, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string path = parsed.GetValue(file)!;
            var (columns, _) = await CellOptions.ReadMappingAsync(parsed.GetValue(mapping), cancel).ConfigureAwait(false);
            await using Stream stream = Open(path);
            var request = new CellImportRequest
            {
                SampleName = "", CellName = "cell", SourceName = Path.GetFileName(path), MassMg = parsed.GetValue(mass), LithiationCurrent = parsed.GetValue(sign)!, Charge = CellOptions.Charge(parsed.GetValue(charge)!), Mapping = columns,
            };
            CellImportPreview preview = CellImports.Preview(stream, request, FemFitVerb.Load(parsed.GetValue(material)!, parsed.GetValue(config)), cancel);
            console.WriteJson(preview);
            if (!console.IsJson) Write(console, preview);
            foreach (string problem in preview.Problems) await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
            return preview.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It cannot be opened.</exception>
    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be opened", path, "Check its path and its rights", error);
        }
    }

    /// <summary>Prints cycles.</summary>
    internal static void Write(VerbConsole console, IReadOnlyList<CycleCapacity> cycles, EfficiencyConvention convention)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("cycle", "C-rate, 1/h", "lithiation, mAh/g", "delithiation, mAh/g", "efficiency");
        foreach (CycleCapacity cycle in cycles.Take(CyclesShown))
            table.AddRow(cycle.Cycle.ToString(CultureInfo.InvariantCulture), Text(cycle.RatePerHour, "0.###"), Text(cycle.LithiationMAhG, "0.00"), Text(cycle.DelithiationMAhG, "0.00"), Text(cycle.EfficiencyBy(convention), "0.0000"));
        console.Terminal.Write(table);
        if (cycles.Count > CyclesShown) console.WriteLine($"… and {cycles.Count - CyclesShown} cycles more");
        console.WriteLine($"Efficiency: {CellOptions.Formula(convention)}.");
    }

    private static void Write(VerbConsole console, CellImportPreview preview)
    {
        console.WriteLine($"{preview.File.Format}{(preview.File.HeaderLine > 0 ? $", header in line {preview.File.HeaderLine}" : "")}{(preview.File.DecimalComma ? ", decimal commas" : "")}");
        foreach (var column in preview.File.Columns) console.WriteLine($"  {column.Quantity}: column {column.Column + 1} '{column.Header}'{(column.Unit.Length > 0 ? $" in {column.Unit}" : "")}");
        if (preview.Rows > 0) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{preview.Rows} rows, {preview.BadRows} that cannot be used"));
        foreach (var row in preview.FirstBadRows) console.WriteLine($"  line {row.Line}: {row.What}");
        foreach (string warning in preview.Warnings) console.WriteLine($"note: {warning}");
        if (preview.Suggested is { } suggested) Write(console, preview.Cycles, suggested);
    }

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
