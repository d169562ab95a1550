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
    /// <summary>Under which key a registered model's metadata name its target; files from before have none and predict efficiency.</summary>
    public const string TargetKey = "target";

    /// <summary>The training rows beside a model.</summary>
    public const string DataName = "data.csv";

    /// <summary>The card beside a model.</summary>
    public const string CardName = "card.json";

    /// <summary>The evaluation beside a model.</summary>
    public const string EvaluationName = "evaluation.json";

    private const int SplitSeed = 1, MostAttempts = 3;

    /// <summary>Trains, evaluates, registers, and compares with the model in use. It is not taken into use.</summary>
    /// <param name="order">What is to be fitted.</param>
    /// <param name="by">Who has it trained.</param>
    /// <param name="progress">Told the share done; may be null.</param>
    /// <param name="cancellationToken">Ends it; nothing is registered then.</param>
    /// <exception cref="InputException">There are too few samples with cells, or a name or feature is none.</exception>
    public async Task<FittedRegression> FitAsync(RegressionOrder order, string by, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ModelRegistry.RequireName(order.ModelName);
        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(data).ReadAsync(cancellationToken).ConfigureAwait(false);
        LabTrainingSet rows = order.Material is null ? LabTrainingSet.Largest(points, order.Features, order.Target) : LabTrainingSet.Of(points, order.Material, order.Features, order.Target);
        if (rows.Set.Count < SvrTraining.MinimumRows)
            throw new InputException($"{rows.Set.Count} samples of {rows.Material} have a morphology and cells that count and tell the {order.Target.Title}, too few to train on", data.Root, $"Measure cells of at least {SvrTraining.MinimumRows} samples");
        string[] read = [.. LabTrainingSet.LinearFeatures.Where(rows.Set.Features.Contains)];
        EvaluatedRegression made = await Task.Run(() => RegressionEvaluator.Evaluate(
            rows.Set, new SvrOptions { Seed = SplitSeed, GroupColumns = ["sample", "batch"], TrainedOn = rows.Words, Material = rows.Material },
            (spend ?? new EvaluationOptions()) with { LinearFeatures = read.Length > 0 ? read : null }, rows.Names, progress, cancellationToken), cancellationToken).ConfigureAwait(false);

        byte[] onnx = SvrOnnxFile.ToBytes(made.Model), csv = Encoding.UTF8.GetBytes(Csv(rows));
        (ModelRecord record, RegressionCard card) = await RegisterAsync(rows, made, onnx, csv, order, by, cancellationToken).ConfigureAwait(false);
        try
        {
            // It is registered: what follows is not cut short any more.
            RegressionModel? used = await models.InUseAsync(order.Target.Quantity, CancellationToken.None).ConfigureAwait(false);
            // A capacity at another rate is another quantity.
            if (used?.Target != order.Target) return new FittedRegression(record.Reference, card, made.Evaluation, null, null, "");
            (string id, RegressionDifference difference) = await new RegressionComparer(data, models).CompareAsync(
                used, new RegressionModel(record.Reference, models.RegistryOf(order.Target.Quantity).PathOf(record), record.Sha256, order.Target), by, CancellationToken.None).ConfigureAwait(false);
            return new FittedRegression(record.Reference, card, made.Evaluation, id, difference, "");
        }
        catch (InputException error)
        {
            return new FittedRegression(record.Reference, card, made.Evaluation, null, null, $"it was registered, but not compared with the model in use: {error.What} ({error.Where})");
        }
    }

    /// <summary>Registers it under the next number; where another process takes that number meanwhile, under the one after.</summary>
    private async Task<(ModelRecord Record, RegressionCard Card)> RegisterAsync(
        LabTrainingSet rows, EvaluatedRegression made, byte[] onnx, byte[] csv, RegressionOrder order, string by, CancellationToken cancellationToken)
    {
        (string name, ModelRegistry registry) = (order.ModelName, models.RegistryOf(order.Target.Quantity));
        using SvrPredictor predictor = SvrPredictor.Load(onnx, name);
        double difference = predictor.DifferenceFrom(made.Model, made.Set.Rows);
        for (int attempt = 1; ; attempt++)
        {
            string version = await NextVersionAsync(registry, name, cancellationToken).ConfigureAwait(false);
            var card = new RegressionCard
            {
                Name = name, Version = version, Material = rows.Material, IsSimulated = rows.IsSimulated, TrainedAt = time.GetUtcNow(), By = by, Note = order.Note, Target = made.Model.Target, Features = made.Model.Features, Prior = made.Model.PriorName,
                Rows = made.Set.Count, Groups = made.Set.GroupCount, Folds = made.Evaluation.MeasuredOn, Scores = made.Evaluation.Scores, HalfWidth95 = made.Evaluation.HalfWidth95, PValue = made.Evaluation.Randomisation?.PValue,
                Hyperparameters = made.Model.Hyperparameters, CoefficientSum = made.Model.Coefficients.Sum(Math.Abs), OnnxDifference = difference, ModelSha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)),
                DataSha256 = Convert.ToHexStringLower(SHA256.HashData(csv)), Software = software,
            };
            try
            {
                return (await registry.RegisterAsync(onnx, name, version, Metadata(card), by, order.Note, cancellationToken, new Dictionary<string, byte[]>(StringComparer.Ordinal)
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

    private static async Task<string> NextVersionAsync(ModelRegistry registry, string name, CancellationToken cancellationToken)
    {
        ModelRegistryState state = await registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        int last = state.Models.Where(model => model.Name == name).Select(static model => int.TryParse(model.Version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0).DefaultIfEmpty(0).Max();
        return (last + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> Metadata(RegressionCard card) => new(StringComparer.Ordinal)
    {
        ["data_sha256"] = card.DataSha256, ["r2"] = card.Scores.R2.Value.ToString("R", CultureInfo.InvariantCulture), ["rmse"] = card.Scores.Rmse.Value.ToString("R", CultureInfo.InvariantCulture),
        ["rows"] = card.Rows.ToString(CultureInfo.InvariantCulture), ["prior"] = card.Prior, ["material"] = card.Material, [TargetKey] = card.Target,
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
