using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Cells;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>material list</c> and <c>material show NAME</c>: the materials of the laboratory, with the source of each value.</summary>
internal static class MaterialVerb
{
    public static Command Create() => new("material", "Materials that samples may be of, with unit, range and source of each value.") { List(), Show() };

    private static Command List()
    {
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("list", "The materials of config/materials.") { json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(_ =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<MaterialSummary> all = MaterialSummary.All(Library(parsed.GetValue(config)));
            console.WriteJson(all);
            if (console.IsJson) return Task.FromResult(ExitCode.Success);
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Material", "Formula", "Role", "Theoretical, mAh/g", "Window, V", "Values", "Assumed or fitted");
            foreach (MaterialSummary material in all)
            {
                table.AddRow([.. (material.Problem.Length > 0
                    ? (string[])[material.Name, material.Problem, "", "", "", "", ""]
                    : [material.Name, material.Formula, material.Role.ToString().ToLowerInvariant(), FormattableString.Invariant($"{material.TheoreticalCapacityMAhG:0.0}"), FormattableString.Invariant($"{material.LowerCutoffV:g4} to {material.UpperCutoffV:g4}"), FormattableString.Invariant($"{material.Values}"), FormattableString.Invariant($"{material.Uncertain}")]).Select(Markup.Escape)]);
            }

            console.Terminal.Write(table);
            return Task.FromResult(ExitCode.Success);
        }, token));
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("material") { Description = "Name of a file in config/materials, or a path." };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var markdown = new Option<bool>("--markdown") { Description = "The table as Markdown, for a lab book or docs/materials.md." };
        var command = new Command("show", "One material: each value with unit, range, how it came to be, and its source.") { name, markdown, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(_ =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            Material material = Library(parsed.GetValue(config)).Find(parsed.GetValue(name)!);
            IReadOnlyList<MaterialRow> rows = MaterialTable.Rows(material);
            console.WriteJson(new MaterialView(MaterialSummary.Of(material), rows));
            if (console.IsJson) return Task.FromResult(ExitCode.Success);
            if (parsed.GetValue(markdown))
            {
                console.WriteLine(MaterialTable.Markdown(material).TrimEnd());
                return Task.FromResult(ExitCode.Success);
            }

            console.WriteLine(FormattableString.Invariant($"{material.Name} {material.Formula}: theoretical capacity {material.TheoreticalCapacityMAhG:0.0} mAh/g; first cycle: {material.Convention.Words()}"));
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Key", "Value", "Unit", "Range", "How", "Source");
            foreach (MaterialRow row in rows)
                table.AddRow([.. new[] { row.Key, row.Value, row.Unit, row.Range is [var low, var high] ? FormattableString.Invariant($"{low:g6} to {high:g6}") : "", row.StatusText, row.Source }.Select(Markup.Escape)]);
            console.Terminal.Write(table);
            return Task.FromResult(ExitCode.Success);
        }, token));
        return command;
    }

    private static MaterialLibrary Library(string? config) => new(ContentFolders.Locate(config).Materials);
}
