using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Regression;

/// <summary>
/// Trains an ε-SVR: standardises on the training rows, finds what the options leave open by nested cross-validation, fits on all rows.
/// R² and RMSE always come from held-out folds, with the search repeated inside each of them; a row is never judged by a fit that saw it.
/// </summary>
public static class SvrTraining
{
    /// <summary>Fewest groups of rows that belong together.</summary>
    public const int MinimumGroups = 3;

    /// <summary>Fewest rows that it takes.</summary>
    public const int MinimumRows = 10;

    // Shares of the target's deviation: the search compares errors of a tenth of it and more, the held-out figures want a digit better.
    private const int MostDomainPoints = 5000;
    private const double SearchTolerance = 1e-2, HeldOutTolerance = 1e-3;
    private static readonly double[] CScales = [1, 10, 100, 1000];
    private static readonly double[] EpsilonScales = [0.05, 0.2];
    private static readonly double[] Gammas = [0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Trains on columns of a table.</summary>
    /// <exception cref="InputException">A column is missing or holds no numbers, there are too few rows, or an option is out of range.</exception>
    public static SvrModel Train(
        CsvTable table, string target, IReadOnlyList<string> features, SvrOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Train(TrainingSet.Of(table, target, features, options.GroupColumns, options.PriorColumn), options, cancellationToken);
    }

    /// <summary>Reads the data, trains, and writes the model as ONNX with its card beside (<c>NAME.card.json</c>).</summary>
    /// <param name="dataPath">CSV with a header row.</param>
    /// <param name="target">Column to predict.</param>
    /// <param name="features">Columns to predict from.</param>
    /// <param name="options">How.</param>
    /// <param name="modelPath">ONNX file to write; it is replaced whole or not at all.</param>
    /// <param name="cancellationToken">Stops it; nothing is written then.</param>
    /// <exception cref="InputException">The data or an option are wrong, or the model cannot be written there.</exception>
    public static async Task<SvrTrainingResult> TrainFileAsync(
        string dataPath, string target, IReadOnlyList<string> features, SvrOptions options, string modelPath, CancellationToken cancellationToken = default)
    {
        CsvTable table = CsvTable.Read(dataPath);
        string hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(dataPath, cancellationToken).ConfigureAwait(false)));
        options = options with { TrainedOn = options.TrainedOn ?? $"{table.RowCount} rows of {Path.GetFileName(dataPath)} (SHA-256 {hash[..16]})" };
        TrainingSet set = TrainingSet.Of(table, target, features, options.GroupColumns, options.PriorColumn);
        SvrModel model = await Task.Run(() => Train(set, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        byte[] onnx = SvrOnnxFile.ToBytes(model);
        await SvrOnnxFile.WriteAsync(modelPath, onnx, cancellationToken).ConfigureAwait(false);
        using SvrPredictor predictor = SvrPredictor.Load(onnx, modelPath);
        var result = new SvrTrainingResult
        {
            Model = modelPath,
            Card = Path.ChangeExtension(modelPath, ".card.json"),
            TrainedAt = TimeProvider.System.GetUtcNow(),
            Data = dataPath,
            DataSha256 = hash,
            ModelSha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)),
            Target = target,
            Features = features,
            Prior = set.PriorName,
            Groups = set.GroupCount,
            HalfWidth95 = model.HalfWidth95,
            CoefficientSum = model.Coefficients.Sum(Math.Abs),
            OnnxDifference = predictor.DifferenceFrom(model, set.Rows),
            Rows = model.TrainingRows,
            NSv = model.SupportVectorCount,
            NBounded = model.BoundedCount,
            Rho = model.Rho,
            DualObjective = model.DualObjective,
            R2 = model.R2,
            Rmse = model.Rmse,
            C = model.Hyperparameters.C,
            Epsilon = model.Hyperparameters.Epsilon,
            Gamma = model.Hyperparameters.Gamma,
            MeasuredOn = model.MeasuredOn,
        };
        await AtomicFile.WriteTextAsync(result.Card, JsonSerializer.Serialize(result, DomainJson.File), cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Trains on rows.</summary>
    /// <exception cref="InputException">There are too few rows, the target does not vary, or an option is out of range.</exception>
    public static SvrModel Train(TrainingSet set, SvrOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        return Train(set, options, HeldOut(set, options, cancellationToken), cancellationToken);
    }

    /// <summary>Trains on rows of which the held-out predictions are known already.</summary>
    internal static SvrModel Train(TrainingSet set, SvrOptions options, HeldOutPredictions heldOut, CancellationToken cancellationToken)
    {
        SvrHyperparameters chosen = Choose(set, options, cancellationToken);
        double deviation = Deviation(set.Fitted);
        Standardisation standardisation = Standardisation.Of(set.Rows);
        double[][] points = standardisation.Apply(set.Rows);
        SmoSolution solution = EpsilonSvr.Solve(points, set.Fitted, chosen, options.Tolerance * deviation, cancellationToken);
        if (solution.Violation > HeldOutTolerance * deviation)
        {
            throw new InputException(
                FormattableString.Invariant($"the fit did not converge in {solution.Iterations} steps (C {chosen.C}, epsilon {chosen.Epsilon}, gamma {chosen.Gamma}; violation {solution.Violation:g3})"),
                set.Source, "Choose a smaller C or a larger epsilon");
        }

        int[] support = [.. Enumerable.Range(0, set.Count).Where(i => solution.Coefficients[i] != 0)];
        var domain = new DataSupport(standardisation, set.Rows);
        return new SvrModel
        {
            Features = set.Features,
            Target = set.Target,
            PriorName = set.PriorName,
            Material = options.Material,
            Standardisation = standardisation,
            Ranges = [.. Enumerable.Range(0, set.Features.Count).Select(f => new FeatureRange(set.Rows.Min(row => row[f]), set.Rows.Max(row => row[f])))],
            SupportVectors = [.. support.Select(i => points[i])],
            Coefficients = [.. support.Select(i => solution.Coefficients[i])],
            Rho = solution.Rho,
            Hyperparameters = chosen,
            BoundedCount = solution.Coefficients.Count(beta => Math.Abs(beta) == chosen.C),
            DualObjective = solution.DualObjective,
            R2 = CrossValidation.R2(set.Targets, heldOut.Predicted),
            Rmse = CrossValidation.Rmse(set.Targets, heldOut.Predicted),
            HalfWidth95 = ConformalInterval.HalfWidth(set.Targets, heldOut.Predicted, 0.95),
            DomainPoints = set.Count <= MostDomainPoints ? points : [],
            MeasuredOn = heldOut.Words,
            TrainingRows = set.Count,
            TrainedOn = options.TrainedOn ?? $"{set.Count} rows of {set.Source}",
        };
    }

    /// <summary>Nested cross-validation: each row is predicted by a fit, and by hyperparameters, that have not seen it nor any row of its group.</summary>
    /// <exception cref="InputException">There are too few rows, the target does not vary, or an option is out of range.</exception>
    public static HeldOutPredictions HeldOut(TrainingSet set, SvrOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        Check(options, set);
        double deviation = Deviation(set.Fitted);
        if (deviation == 0) throw new InputException($"'{set.Target}' {(set.Prior is null ? "is the same in every row" : "differs from the prior by the same in every row")}", set.Source, "Give rows in which the target varies");
        int foldCount = Math.Min(options.Folds, set.GroupCount);
        int[] folds = Folds.Grouped(set.Count, set.Groups, foldCount, options.Seed);
        double[] predicted = CrossValidation.HeldOut(set, folds, seen => Choose(seen, options, cancellationToken), HeldOutTolerance * deviation, null, cancellationToken);
        string words = $"{foldCount} held-out folds of {set.Count} rows"
            + (set.Groups is null ? "" : $" in {set.GroupCount} groups") + $", seed {options.Seed}" + (options.IsSearched ? ", hyperparameters searched anew inside each" : "");
        return new HeldOutPredictions(predicted, folds, words);
    }

    /// <summary>The hyperparameters that cross-validation on these rows prefers.</summary>
    internal static SvrHyperparameters Choose(TrainingSet set, SvrOptions options, CancellationToken cancellationToken)
        => CrossValidation.Search(set, Candidates(options, set.Fitted), options.Folds, options.Seed + 1, SearchTolerance * Deviation(set.Fitted), cancellationToken);

    private static double Deviation(double[] targets)
    {
        double mean = targets.Average();
        return Math.Sqrt(targets.Average(y => (y - mean) * (y - mean)));
    }

    /// <summary>The grid, with C and ε in units of the target's deviation; what the options fix has one value.</summary>
    private static List<SvrHyperparameters> Candidates(SvrOptions options, double[] targets)
    {
        double deviation = Deviation(targets);
        double[] cs = options.C is { } c ? [c] : [.. CScales.Select(scale => scale * deviation)];
        double[] epsilons = options.Epsilon is { } epsilon ? [epsilon] : [.. EpsilonScales.Select(scale => scale * deviation)];
        double[] gammas = options.Gamma is { } gamma ? [gamma] : Gammas;
        return [.. from a in cs from b in epsilons from g in gammas select new SvrHyperparameters(a, b, g)];
    }

    private static void Check(SvrOptions options, TrainingSet set)
    {
        (int rows, string source) = (set.Count, set.Source);
        if (rows < MinimumRows) throw new InputException($"{rows} rows are too few to train on", source, $"Give at least {MinimumRows} rows");
        if (set.GroupCount < MinimumGroups) throw new InputException($"the rows form {set.GroupCount} groups, too few to hold one out", source, "Give rows of at least three samples or batches, or leave --group out");
        if (options.C is { } c && !(c > 0 && double.IsFinite(c))) throw new InputException($"C {c} must be above 0", "--C", "Give a positive number, or leave it out");
        if (options.Epsilon is { } e && !(e >= 0 && double.IsFinite(e))) throw new InputException($"epsilon {e} must be 0 or more", "--epsilon", "Give a number from 0 up in units of the target, or leave it out");
        if (options.Gamma is { } g && !(g > 0 && double.IsFinite(g))) throw new InputException($"gamma {g} must be above 0", "--gamma", "Give a positive number, or leave it out");
        if (options.Folds is < 2 or > 20) throw new InputException($"{options.Folds} folds", "folds", "Choose 2 to 20 folds");
        if (!(options.Tolerance is > 0 and <= 0.1)) throw new InputException($"tolerance {options.Tolerance} must lie above 0 and at most 0.1", "tolerance", "Choose a number such as 1e-9");
    }
}
