using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>model list</c> and <c>model show</c>.</summary>
internal static class ModelListVerb
{
    public static Command List()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "The shipped network and the registered ones, and which new runs use.") { data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            ModelRegistryState? state = LabFolder.Find(parsed.GetValue(data)!) is { } lab ? await new ModelRegistry(lab, TimeProvider.System).ReadAsync(cancel).ConfigureAwait(false) : null;
            string inUse = state?.InUse?.Reference ?? ModelRegistry.Shipped, shipped = await ModelReference.ShippedSha256Async(cancel).ConfigureAwait(false);
            console.WriteJson(new { InUse = inUse, Since = state?.InUse, Shipped = new { Path = ModelReference.ShippedPath, Sha256 = shipped }, Models = state?.Models ?? [], Uses = state?.Uses ?? [], Comparisons = state?.Comparisons ?? [] });
            if (console.IsJson) return ExitCode.Success;
            Table table = new Table().Border(TableBorder.Simple).AddColumns("", "model", "registered", "by", "SHA-256", "note");
            table.AddRow(Mark(inUse == ModelRegistry.Shipped), ModelRegistry.Shipped, "", "", shipped[..12], "came with the program");
            foreach (ModelRecord model in state?.Models ?? [])
                table.AddRow(((string[])[Mark(inUse == model.Reference), model.Reference, Day(model.RegisteredAt), model.By, model.Sha256[..12], model.Note]).Select(Markup.Escape).ToArray());
            console.Terminal.Write(table);
            console.WriteLine(state?.InUse is { } use ? $"New runs use {use.Reference} since {Day(use.At)}, by {use.By}." : "New runs use the shipped network.");
            return ExitCode.Success;
        }, token));
        return command;
    }

    public static Command Show()
    {
        var name = new Argument<string>("model") { Description = "NAME@VERSION, shipped, in-use, or an ONNX file.", DefaultValueFactory = _ => ModelReference.InUse };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("show", "What is known of a network: its parent, its data set, its scores, its comparisons.") { name, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder? lab = LabFolder.Find(parsed.GetValue(data)!);
            (string reference, string path) = await ModelReference.FindAsync(parsed.GetValue(name)!, lab, cancel).ConfigureAwait(false);
            using SegmentationModel model = SegmentationModel.Load(path);
            ModelRegistryState? state = lab is null ? null : await new ModelRegistry(lab, TimeProvider.System).ReadAsync(cancel).ConfigureAwait(false);
            ModelRecord? record = state?.Models.FirstOrDefault(m => m.Reference == reference);
            ModelComparisonEntry[] comparisons = [.. state?.Comparisons.Where(c => c.OldSha256 == model.Sha256 || c.NewSha256 == model.Sha256) ?? []];
            ModelUse[] uses = [.. state?.Uses.Where(u => u.Sha256 == model.Sha256) ?? []];
            console.WriteJson(new { Reference = reference, Path = path, model.Sha256, model.Metadata, Record = record, Comparisons = comparisons, Uses = uses });
            console.WriteLine($"{reference}  {path}");
            console.WriteLine($"SHA-256 {model.Sha256}");
            if (record is not null) console.WriteLine($"registered {Day(record.RegisteredAt)} by {record.By}{(record.Note.Length > 0 ? ": " + record.Note : "")}");
            foreach ((string key, string value) in model.Metadata.OrderBy(static entry => entry.Key, StringComparer.Ordinal)) console.WriteLine($"  {key}: {value}");
            foreach (ModelComparisonEntry comparison in comparisons) console.WriteLine($"compared {Day(comparison.At)} by {comparison.By}: {Path.Combine(lab!.Models, "comparisons", comparison.Id)}");
            foreach (ModelUse use in uses) console.WriteLine($"taken into use {Day(use.At)} by {use.By}{(use.Comparison is null ? $", without comparison: {use.Reason}" : "")}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static string Mark(bool isInUse) => isInUse ? "▶" : "";

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
