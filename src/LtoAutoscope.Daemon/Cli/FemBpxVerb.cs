using System.CommandLine;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Exchange;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem bpx</c>: the half cell's parameters as a BPX file, which other battery programs run.</summary>
internal static class FemBpxVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The file to write, such as cell.bpx.json.", Required = true, HelpName = "FILE" };
        var morphology = new Option<string?>("--morphology") { Description = "A morphology.json of analyse or of a run.", HelpName = "morphology.json" };
        var caseFile = new Option<string?>("--case") { Description = "A case.yaml of a half cell, instead of a morphology.", HelpName = "case.yaml" };
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };
        var exponent = new Option<double?>("--bruggeman") { Description = "Exponent of porosity in the electrode's transport; 1.5 if none is given.", HelpName = "B" };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("bpx", "Write a half cell's parameters as BPX 1.1 (Battery Parameter eXchange), which PyBaMM and others read.") { output, morphology, caseFile, material, exponent, json, config };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(morphology) is null) == (result.GetValue(caseFile) is null)) result.AddError("Give one of --morphology and --case.");
            if (result.GetValue(caseFile) is not null && (result.GetResult(material) is { Implicit: false } || result.GetValue(exponent) is not null)) result.AddError("--material and --bruggeman belong to --morphology; the case states them.");
            if (result.GetValue(exponent) is { } b && b is not (>= 0 and <= 10)) result.AddError("--bruggeman takes 0 to 10.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string materials = ContentFolders.Locate(parsed.GetValue(config)).Materials, path = Path.GetFullPath(parsed.GetValue(output)!);
            if (Directory.Exists(path)) throw new InputException("this is a folder", path, "Name a file, such as cell.bpx.json");
            JsonObject document = parsed.GetValue(caseFile) is { } given
                ? BpxDocument.Of(CaseFile.Load(given, materials))
                : BpxDocument.Of(
                    await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false), new MaterialLibrary(materials).Find(parsed.GetValue(material)!), parsed.GetValue(exponent));
            await BpxDocument.WriteAsync(path, document, cancel).ConfigureAwait(false);
            console.WriteJson(new { file = path, bpx = BpxDocument.Version });
            console.WriteLine($"BPX {BpxDocument.Version}, valid by the standard's rules; written to {path}");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
