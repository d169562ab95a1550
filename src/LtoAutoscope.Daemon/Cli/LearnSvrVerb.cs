using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Tables;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn svr train</c> and <c>learn svr predict</c>.</summary>
internal static class LearnSvrVerb
{
    public static Command Create() => new("svr", "ε-support-vector regression with an RBF kernel.") { Train(), Predict() };

    private static Command Train()
    {
        var data = new Option<string>("--data") { Description = "CSV with a header.", Required = true, HelpName = "F.csv" };
        var target = new Option<string>("--target") { Description = "Column to learn.", Required = true, HelpName = "COL" };
        var features = new Option<string>("--features") { Description = "Columns to learn from, separated by commas.", Required = true, HelpName = "A,B,…" };
        var model = new Option<string>("--model") { Description = "The ONNX file to write.", Required = true, HelpName = "OUT.onnx" };
        var c = new Option<double?>("--C") { Description = "Penalty; found by nested cross-validation when absent." };
        var epsilon = new Option<double?>("--epsilon") { Description = "Half width of the insensitive tube; found when absent." };
        var gamma = new Option<double?>("--gamma") { Description = "Kernel width; found when absent." };
        var group = new Option<string?>("--group") { Description = "Columns whose equal entries keep rows together in folds, such as sample,batch.", HelpName = "A,B,…" };
        var prior = new Option<string?>("--prior") { Description = "Column of a physical prediction; the model then learns what is left of the target.", HelpName = "COL" };
        var evaluation = new Option<string?>("--evaluation") { Description = "Also evaluate at length (intervals, randomisation, learning curve, effects, linear read-out, prior) into this JSON file.", HelpName = "F.json" };
        var seed = new Option<int>("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("train", "Train a model and write it as ONNX.") { data, target, features, model, c, epsilon, gamma, group, prior, evaluation, seed, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string[] columns = Listed(parsed.GetValue(features)), groups = Listed(parsed.GetValue(group));
            var options = new SvrOptions { C = parsed.GetValue(c), Epsilon = parsed.GetValue(epsilon), Gamma = parsed.GetValue(gamma), Seed = parsed.GetValue(seed), GroupColumns = groups, PriorColumn = parsed.GetValue(prior) };
            if (parsed.GetValue(evaluation) is { } path)
            {
                TrainingSet set = TrainingSet.Of(CsvTable.Read(parsed.GetValue(data)!), parsed.GetValue(target)!, columns, groups, options.PriorColumn);
                EvaluatedRegression made = await console.ProgressAsync("evaluate", progress => Task.Run(() => RegressionEvaluator.Evaluate(set, options, new EvaluationOptions(), null, progress, cancel), cancel)).ConfigureAwait(false);
                await JsonFile.WriteAsync(path, made.Evaluation, cancel).ConfigureAwait(false);
                // The model that is written is the one that was evaluated.
                if (options.PriorColumn is not null) console.WriteLine($"By the same folds the better one is {made.Evaluation.Prior!.Better}: that is written.");
                options = options with { PriorColumn = made.Set.Prior is null ? null : options.PriorColumn };
            }

            SvrTrainingResult result = await SvrTraining.TrainFileAsync(parsed.GetValue(data)!, parsed.GetValue(target)!, columns, options, parsed.GetValue(model)!, cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Rows} rows, C {result.C:g4}, epsilon {result.Epsilon:g4}, gamma {result.Gamma:g4}: {result.NSv} support vectors, {result.NBounded} bounded"));
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"R² {result.R2:0.000}, RMSE {result.Rmse:0.00000} ({result.MeasuredOn}); written to {result.Model}"));
            }

            return ExitCode.Success;
        }, token));
        return command;
    }

    private static string[] Listed(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static Command Predict()
    {
        var model = new Option<string>("--model") { Description = "A model that train wrote.", Required = true, HelpName = "M.onnx" };
        var data = new Option<string>("--data") { Description = "CSV with the model's features.", Required = true, HelpName = "F.csv" };
        var command = new Command("predict", "Predict a value a row, as CSV with header.") { model, data };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            using SvrPredictor predictor = SvrPredictor.Load(parsed.GetValue(model)!);
            IReadOnlyList<double> predictions = predictor.Predict(CsvTable.Read(parsed.GetValue(data)!));
            await Console.Out.WriteLineAsync(predictor.Card.Target).ConfigureAwait(false);
            foreach (double value in predictions) await Console.Out.WriteLineAsync(value.ToString("R", CultureInfo.InvariantCulture)).ConfigureAwait(false);
            return ExitCode.Success;
        }, token));
        return command;
    }
}
