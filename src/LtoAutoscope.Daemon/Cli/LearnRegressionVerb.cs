using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn regression fit|list|compare|use</c>: the laboratory's own regressions, version by version. They work beside a running daemon.</summary>
internal static class LearnRegressionVerb
{
    public static Command Create() => new("regression", "The laboratory's own regressions from morphology to measured efficiency or capacity: each fit a new version, past results never changed.") { Fit(), List(), Compare(), Use() };

    private static Command Fit()
    {
        var name = new Option<string?>("--name") { Description = $"Name of the model; its version is the next number. Default: {RegressionOrder.DefaultName}, {RegressionOrder.DefaultCapacityName} for a capacity.", HelpName = "NAME" };
        Option<RegressionTarget> target = Target("What it predicts");
        var features = new Option<string?>("--features") { Description = $"Features, separated by commas. Default: {string.Join(",", LabTrainingSet.DefaultFeatures)}.", HelpName = "A,B,…" };
        var note = new Option<string>("--note") { Description = "What it is.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var material = new Option<string?>("--material") { Description = "Material of the samples; the one with most of them when absent.", HelpName = "NAME" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("fit", "Fit on the samples with measured cells, evaluate on held-out batches, register, and compare with the model in use.") { name, target, features, material, note, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            string[]? chosen = parsed.GetValue(features)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            RegressionTarget of = parsed.GetValue(target)!;
            var order = new RegressionOrder { Target = of, Name = parsed.GetValue(name), Features = chosen, Material = parsed.GetValue(material), Note = parsed.GetValue(note)! };
            var fits = new RegressionFits(lab, Models(lab), TimeProvider.System, SoftwareVersion.Current);
            FittedRegression made = await console.ProgressAsync("fit", progress => fits.FitAsync(order, parsed.GetValue(by)!, progress, cancel)).ConfigureAwait(false);
            console.WriteJson(made);
            RegressionScores scores = made.Card.Scores;
            string unit = of.Quantity == RegressionQuantity.Ce1 ? "" : $" {of.Unit}";
            console.WriteLine(Text($"{made.Reference}, {of.Title}: {made.Card.Rows} samples in {made.Card.Groups} groups; held out: R² {scores.R2.Value:0.00} [{scores.R2.Low:0.00}, {scores.R2.High:0.00}], RMSE {scores.Rmse.Value:0.0000}{unit} [{scores.Rmse.Low:0.0000}, {scores.Rmse.High:0.0000}]"));
            if (made.Evaluation.Prior is { } prior)
                console.WriteLine(Text($"RMSE of the regression alone {prior.Plain.Rmse.Value:0.0000}, on the cell model's residual {prior.Residual.Rmse.Value:0.0000}, of the cell model {prior.Alone.Rmse.Value:0.0000}: {prior.Better} is kept{(prior.IsClear ? "" : ", though the difference is not clear")}"));
            console.WriteLine(Text($"ONNX Runtime differs from the trainer by at most {made.Card.OnnxDifference:g2} (Σ|β| {made.Card.CoefficientSum:g3})"));
            if (made.Difference is { } difference) Write(console, difference);
            else if (made.Problem.Length > 0) console.WriteLine(made.Problem);
            console.WriteLine($"Not in use yet: `learn regression use {made.Reference}{(of.Quantity == RegressionQuantity.Ce1 ? "" : $" --target {of.Key}")}` takes it into use from the next prediction on.");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Command List()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        Option<RegressionTarget> target = Target("Whose regressions; of a capacity all rates are listed");
        var command = new Command("list", "The shipped regression and the registered ones, and which new predictions use.") { target, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            RegressionQuantity quantity = parsed.GetValue(target)!.Quantity;
            ModelRegistryState? state = LabFolder.Find(parsed.GetValue(data)!) is { } lab ? await Models(lab).RegistryOf(quantity).ReadAsync(cancel).ConfigureAwait(false) : null;
            string inUse = state?.InUse?.Reference ?? RegressionModels.DefaultOf(quantity);
            console.WriteJson(new { InUse = inUse, Models = state?.Models ?? [], Uses = state?.Uses ?? [], Comparisons = state?.Comparisons ?? [] });
            if (console.IsJson) return ExitCode.Success;
            Table table = new Table().Border(TableBorder.Simple).AddColumns("", "model", "predicts", "registered", "by", "samples", "R²", "RMSE", "starts from", "note");
            if (quantity == RegressionQuantity.Ce1) table.AddRow(inUse == ModelRegistry.Shipped ? "▶" : "", ModelRegistry.Shipped, RegressionTarget.Ce1.Key, "", "", "", "", "", "", "virtual cells; came with the program");
            else table.AddRow(inUse == ModelRegistry.None ? "▶" : "", ModelRegistry.None, "", "", "", "", "", "", "", "no prediction of capacity");
            foreach (ModelRecord model in state?.Models ?? [])
            {
                string Key(string key) => model.Metadata.GetValueOrDefault(key, "");
                table.AddRow(((string[])[inUse == model.Reference ? "▶" : "", model.Reference, RegressionModels.TargetOf(model).Key, model.RegisteredAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), model.By, Key("rows"), Short(Key("r2"), "0.00"), Short(Key("rmse"), "0.0000"), Key("prior"), model.Note]).Select(Markup.Escape).ToArray());
            }

            console.Terminal.Write(table);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Command Compare()
    {
        var old = new Argument<string>("old") { Description = "NAME@VERSION, shipped or in-use." };
        var candidate = new Argument<string>("new") { Description = "NAME@VERSION, shipped or in-use." };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        Option<RegressionTarget> target = Target("What both predict");
        var command = new Command("compare", "What two regressions say of the samples that there are; put on record, nothing else is changed.") { old, candidate, target, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            (RegressionModels models, RegressionQuantity quantity) = (Models(lab), parsed.GetValue(target)!.Quantity);
            (string id, RegressionDifference difference) = await new RegressionComparer(lab, models).CompareAsync(
                await models.FindAsync(quantity, parsed.GetValue(old)!, cancel).ConfigureAwait(false), await models.FindAsync(quantity, parsed.GetValue(candidate)!, cancel).ConfigureAwait(false), parsed.GetValue(by)!, cancel).ConfigureAwait(false);
            console.WriteJson(new { Id = id, Difference = difference });
            Write(console, difference);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static Command Use()
    {
        var name = new Argument<string>("model") { Description = "NAME@VERSION; or shipped for the efficiency, none for a capacity." };
        Option<RegressionTarget> target = Target("What it predicts");
        var without = new Option<string?>("--without-comparison") { Description = "Switch although the two were never compared, for this reason.", HelpName = "REASON" };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("use", "Have new predictions use a regression; predictions that are there keep theirs.") { name, target, without, by, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DataFolder lab = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            ModelUse use = await Models(lab).UseAsync(parsed.GetValue(target)!, parsed.GetValue(name)!, parsed.GetValue(by)!, parsed.GetValue(without), cancel).ConfigureAwait(false);
            console.WriteJson(use);
            console.WriteLine(use.Reference == ModelRegistry.None ? "New runs have no prediction of capacity. Those that are there keep theirs." : $"New predictions use {use.Reference} (sha256:{use.Sha256[..12]}…). Those that are there keep theirs.");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static RegressionModels Models(DataFolder lab) => new(lab, ContentFolders.Locate().Regression);

    private static Option<RegressionTarget> Target(string what) => new("--target")
    {
        Description = $"{what}: ce1, or capacity_RATEc such as capacity_1c.", HelpName = "TARGET", DefaultValueFactory = _ => RegressionTarget.Ce1,
        CustomParser = result =>
        {
            if (RegressionTarget.TryParse(result.Tokens[0].Value, out RegressionTarget? target)) return target;
            result.AddError($"'{result.Tokens[0].Value}' is no target. Use ce1, or capacity_RATEc such as capacity_1c or capacity_0.5c.");
            return null;
        },
    };

    private static void Write(VerbConsole console, RegressionDifference difference)
    {
        if (console.IsJson) return;
        RegressionTarget target = RegressionTarget.Parse(difference.Target);
        string Shown(double? value, bool inside) => value is { } known ? Text(inside ? (FormattableString)$"{target.Scale * known:0.00}" : $"({target.Scale * known:0.00})") : "–";
        Table table = new Table().Border(TableBorder.Simple).AddColumns("sample", difference.Old, difference.New, "shift", "cells");
        foreach (SampleDifference sample in difference.Samples)
        {
            table.AddRow(((string[])[sample.Sample, Shown(sample.Old, sample.OldInside), Shown(sample.New, sample.NewInside),
                sample is { Old: { } a, New: { } b } ? Text($"{target.Scale * (b - a):+0.00;-0.00;0.00}") : "–", Shown(sample.Measured, true)]).Select(Markup.Escape).ToArray());
        }

        console.Terminal.Write(table);
        console.WriteLine($"{char.ToUpperInvariant(target.Title[0])}{target.Title[1..]} in {target.Unit}; (…) outside the model's training data.");
        if (difference.LargestShift is { } largest) console.WriteLine(Text($"Mean shift {target.Scale * difference.MeanShift:+0.00;-0.00} {target.DifferenceUnit}, largest {target.Scale * largest:0.00}."));
    }

    private static string Short(string value, string format) => double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? number.ToString(format, CultureInfo.InvariantCulture) : value;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
