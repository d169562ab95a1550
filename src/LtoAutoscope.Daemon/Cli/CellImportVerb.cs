using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>cell import FILE… --sample S --convention …</c>: cyclers' files into the data folder; a cell that is there gets a new version.</summary>
internal static class CellImportVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Cyclers' files, a cell each: BioLogic .mpt or .mpr, CSV of Neware, Arbin, Maccor, BDF, or any CSV with --mapping.", Arity = ArgumentArity.OneOrMore };
        var sample = new Option<string>("--sample") { Description = "The registered sample whose powder is in the cells.", Required = true, HelpName = "S" };
        var cell = new Option<string?>("--cell") { Description = "Name of the cell; without it that of the file.", HelpName = "NAME" };
        var convention = new Option<string>("--convention") { Description = "What the initial efficiency divides by what. For LTO and graphite against lithium: delithiation_over_lithiation.", Required = true };
        convention.AcceptOnlyFromAmong("delithiation_over_lithiation", "lithiation_over_delithiation");
        var measured = new Option<DateTimeOffset?>("--measured-at") { Description = "When it was measured; without it now, and the cell says that this is the import's time.", HelpName = "TIME" };
        Option<double?> mass = CellOptions.Mass(), area = CellOptions.Area(), temperature = CellOptions.Temperature();
        Option<string> sign = CellOptions.Sign(), charge = CellOptions.Charge(), by = CommonOptions.By(), data = CommonOptions.Data(), server = CellLab.Server();
        Option<string?> mapping = CellOptions.Mapping(), config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("import", "Import cyclers' files as measured cells of a sample.") { files, sample, cell, mass, convention, area, temperature, sign, charge, mapping, measured, by, data, server, config, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string[] paths = parsed.GetValue(files)!;
            if (paths.Length > 1 && parsed.GetValue(cell) is not null) throw new InputException("one name is given for several cells", "--cell", "Import one file, or leave --cell out");
            var (columns, text) = await CellOptions.ReadMappingAsync(parsed.GetValue(mapping), cancel).ConfigureAwait(false);
            CellImportRequest[] requests =
            [
                .. paths.Select(path => new CellImportRequest
                {
                    SampleName = parsed.GetValue(sample)!, CellName = parsed.GetValue(cell) ?? NameOf(path), SourceName = Path.GetFileName(path), MassMg = parsed.GetValue(mass), AreaCm2 = parsed.GetValue(area), TemperatureC = parsed.GetValue(temperature),
                    LithiationCurrent = parsed.GetValue(sign)!, Convention = CellOptions.Convention(parsed.GetValue(convention)), Charge = CellOptions.Charge(parsed.GetValue(charge)!), MeasuredAt = parsed.GetValue(measured), Mapping = columns,
                }),
            ];
            if (requests.GroupBy(request => request.CellName).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new InputException($"two of the files would be the cell '{twice.Key}'", "files", "Rename one of them, or import them one by one with --cell");
            IReadOnlyList<CellTest> made = await CellLab.DoAsync(
                parsed.GetValue(data)!, parsed.GetValue(server)!,
                (folder, record) => ImportAsync(folder, new CellImports(folder, ContentFolders.Locate(parsed.GetValue(config)).Materials, TimeProvider.System), paths, requests, parsed.GetValue(by)!, record, cancel),
                client => SendAsync(client, paths, requests, parsed.GetValue(charge)!, text, cancel), parsed.GetValue(by)!, cancel).ConfigureAwait(false);
            console.WriteJson(made);
            foreach (CellTest test in made)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{test.CellName}, version {test.Version}: {test.Cycles.Count} cycles, initial efficiency {test.Ce1:0.0000} = {CellOptions.Formula(test.Convention)}, {test.RatePerHour:0.###}C, SHA-256 {test.SourceSha256[..12]}…"));
            if (made.Count > 0) console.WriteLine($"Warnings, if any, are kept with each cell: cell show {made[0].CellName}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static async Task<IReadOnlyList<CellTest>> ImportAsync(
        DataFolder folder, CellImports imports, string[] paths, CellImportRequest[] requests, string by, Func<string, string, string, Task> record, CancellationToken cancellationToken)
    {
        List<CellTest> made = [];
        for (int i = 0; i < paths.Length; i++)
        {
            await using FileStream file = CellPreviewVerb.Open(paths[i]);
            made.Add(await imports.ImportAsync(file, requests[i], by, cancellationToken).ConfigureAwait(false));
            await record("cell.import", $"{requests[i].SampleName}/{requests[i].CellName}", requests[i].SourceName).ConfigureAwait(false);
            foreach (string warning in (await new CellImportStore(folder).ReadDetailsAsync(requests[i].CellName, cancellationToken).ConfigureAwait(false))[0].Warnings)
                await Console.Error.WriteLineAsync($"{requests[i].CellName}: {warning}").ConfigureAwait(false);
        }

        return made;
    }

    private static async Task<IReadOnlyList<CellTest>> SendAsync(DaemonClient client, string[] paths, CellImportRequest[] requests, string charge, string mapping, CancellationToken cancellationToken)
    {
        List<CellTest> made = [];
        for (int i = 0; i < paths.Length; i++)
        {
            CellImportRequest request = requests[i];
            await using FileStream file = CellPreviewVerb.Open(paths[i]);
            made.Add((await client.SendFileAsync($"samples/{Uri.EscapeDataString(request.SampleName)}/cells/import", file, request.SourceName,
            [
                new("cell", request.CellName), new("mass_mg", Text(request.MassMg)), new("area_cm2", Text(request.AreaCm2)), new("temperature_c", Text(request.TemperatureC)), new("lithiation_current", request.LithiationCurrent),
                new("convention", CellOptions.Word(request.Convention!.Value)), new("charge", charge), new("measured_at", request.MeasuredAt?.ToString("O", CultureInfo.InvariantCulture)), new("mapping", mapping),
            ], cancellationToken).ConfigureAwait(false)).Deserialize<CellTest>(DomainJson.Line)!);
        }

        return made;
    }

    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A name of a cell from that of a file: what cannot be in a name becomes a dash.</summary>
    internal static string NameOf(string path)
    {
        var name = new StringBuilder();
        foreach (char c in Path.GetFileNameWithoutExtension(path)) name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-');
        string plain = name.ToString().Trim('-', '.', '_');
        return plain.Length > 64 ? plain[..64] : plain;
    }
}
