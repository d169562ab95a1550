using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Fits regressions on the laboratory's own cells, each a new version with its data, its evaluation and its card; what was there stays.</summary>
/// <param name="data">The data folder.</param>
/// <param name="models">The regressions.</param>
/// <param name="time">The clock of cards.</param>
/// <param name="software">Version written into cards.</param>
/// <param name="spend">How much is spent on evaluations; the defaults when null.</param>
public sealed class RegressionFits(DataFolder data, RegressionModels models, TimeProvider time, string software, EvaluationOptions? spend = null)
{
    /// <summary>Name of models where none is given.</summary>
    public const string DefaultName = "lab-ce";

    /// <summary>The training rows beside a model.</summary>
    public const string DataName = "data.csv";

    /// <summary>The card beside a model.</summary>
    public const string CardName = "card.json";

    /// <summary>The evaluation beside a model.</summary>
    public const string EvaluationName = "evaluation.json";

    private const int SplitSeed = 1, MostAttempts = 3;

    /// <summary>Trains, evaluates, registers, and compares with the model in use. It is not taken into use.</summary>
    /// <param name="name">Name of the model; its version is the next number.</param>
    /// <param name="features">Names of features; the default ones when null.</param>
    /// <param name="material">Material of the samples; null for the one with most of them.</param>
    /// <param name="by">Who has it trained.</param>
    /// <param name="note">What they say of it.</param>
    /// <param name="progress">Told the share done; may be null.</param>
    /// <param name="cancellationToken">Ends it; nothing is registered then.</param>
    /// <exception cref="InputException">There are too few samples with cells, or a name or feature is none.</exception>
    public async Task<FittedRegression> FitAsync(
        string name, IReadOnlyList<string>? features, string? material, string by, string note, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        ModelRegistry.RequireName(name);
        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(data).ReadAsync(cancellationToken).ConfigureAwait(false);
        LabTrainingSet rows = material is null ? LabTrainingSet.Largest(points, features) : LabTrainingSet.Of(points, material, features);
        if (rows.Set.Count < SvrTraining.MinimumRows)
            throw new InputException($"{rows.Set.Count} samples of {rows.Material} have a morphology and cells that count, too few to train on", data.Root, $"Measure cells of at least {SvrTraining.MinimumRows} samples");
        string[] read = [.. LabTrainingSet.LinearFeatures.Where(rows.Set.Features.Contains)];
        EvaluatedRegression made = await Task.Run(() => RegressionEvaluator.Evaluate(
            rows.Set, new SvrOptions { Seed = SplitSeed, GroupColumns = ["sample", "batch"], TrainedOn = rows.Words, Material = rows.Material },
            (spend ?? new EvaluationOptions()) with { LinearFeatures = read.Length > 0 ? read : null }, rows.Names, progress, cancellationToken), cancellationToken).ConfigureAwait(false);

        byte[] onnx = SvrOnnxFile.ToBytes(made.Model), csv = Encoding.UTF8.GetBytes(Csv(rows));
        (ModelRecord record, RegressionCard card) = await RegisterAsync(rows, made, onnx, csv, name, by, note, cancellationToken).ConfigureAwait(false);
        try
        {
            // It is registered: what follows is not cut short any more.
            (string id, RegressionDifference difference) = await new RegressionComparer(data, models).CompareAsync(
                await models.InUseAsync(CancellationToken.None).ConfigureAwait(false), new RegressionModel(record.Reference, models.Registry.PathOf(record), record.Sha256), by, CancellationToken.None).ConfigureAwait(false);
            return new FittedRegression(record.Reference, card, made.Evaluation, id, difference, "");
        }
        catch (InputException error)
        {
            return new FittedRegression(record.Reference, card, made.Evaluation, null, null, $"it was registered, but not compared with the model in use: {error.What} ({error.Where})");
        }
    }

    /// <summary>Registers it under the next number; where another process takes that number meanwhile, under the one after.</summary>
    private async Task<(ModelRecord Record, RegressionCard Card)> RegisterAsync(
        LabTrainingSet rows, EvaluatedRegression made, byte[] onnx, byte[] csv, string name, string by, string note, CancellationToken cancellationToken)
    {
        using SvrPredictor predictor = SvrPredictor.Load(onnx, name);
        double difference = predictor.DifferenceFrom(made.Model, made.Set.Rows);
        for (int attempt = 1; ; attempt++)
        {
            string version = await NextVersionAsync(name, cancellationToken).ConfigureAwait(false);
            var card = new RegressionCard
            {
                Name = name, Version = version, Material = rows.Material, IsSimulated = rows.IsSimulated, TrainedAt = time.GetUtcNow(), By = by, Note = note, Target = made.Model.Target, Features = made.Model.Features, Prior = made.Model.PriorName,
                Rows = made.Set.Count, Groups = made.Set.GroupCount, Folds = made.Evaluation.MeasuredOn, Scores = made.Evaluation.Scores, HalfWidth95 = made.Evaluation.HalfWidth95, PValue = made.Evaluation.Randomisation?.PValue,
                Hyperparameters = made.Model.Hyperparameters, CoefficientSum = made.Model.Coefficients.Sum(Math.Abs), OnnxDifference = difference, ModelSha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)),
                DataSha256 = Convert.ToHexStringLower(SHA256.HashData(csv)), Software = software,
            };
            try
            {
                return (await models.Registry.RegisterAsync(onnx, name, version, Metadata(card), by, note, cancellationToken, new Dictionary<string, byte[]>(StringComparer.Ordinal)
                {
                    [DataName] = csv, [CardName] = JsonSerializer.SerializeToUtf8Bytes(card, DomainJson.File), [EvaluationName] = JsonSerializer.SerializeToUtf8Bytes(made.Evaluation, DomainJson.File),
                }).ConfigureAwait(false), card);
            }
            catch (InputException) when (attempt < MostAttempts)
            {
                // The number was taken between the look and the lock.
            }
        }
    }

    private async Task<string> NextVersionAsync(string name, CancellationToken cancellationToken)
    {
        ModelRegistryState state = await models.Registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        int last = state.Models.Where(model => model.Name == name).Select(static model => int.TryParse(model.Version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0).DefaultIfEmpty(0).Max();
        return (last + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> Metadata(RegressionCard card) => new(StringComparer.Ordinal)
    {
        ["data_sha256"] = card.DataSha256, ["r2"] = card.Scores.R2.Value.ToString("R", CultureInfo.InvariantCulture), ["rmse"] = card.Scores.Rmse.Value.ToString("R", CultureInfo.InvariantCulture),
        ["rows"] = card.Rows.ToString(CultureInfo.InvariantCulture), ["prior"] = card.Prior, ["material"] = card.Material,
    };

    private static string Csv(LabTrainingSet rows)
    {
        TrainingSet set = rows.Set;
        var text = new StringBuilder($"sample,group,{string.Join(',', set.Features)}{(set.Prior is null ? "" : "," + set.PriorName)},{set.Target}\n");
        for (int i = 0; i < set.Count; i++)
        {
            IEnumerable<double> values = set.Prior is null ? set.Rows[i].Append(set.Targets[i]) : set.Rows[i].Append(set.Prior[i]).Append(set.Targets[i]);
            text.Append(CultureInfo.InvariantCulture, $"{rows.Names[i]},{set.Groups?[i] ?? i},{string.Join(',', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))}\n");
        }

        return text.ToString();
    }
}
