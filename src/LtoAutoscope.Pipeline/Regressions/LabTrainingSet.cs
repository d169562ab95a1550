using LtoAutoscope.Domain;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>The laboratory's samples as rows to learn from: morphology of the newest run, mean CE₁ of the cells that count, the cell model's CE₁ as prior.</summary>
/// <param name="Set">The rows.</param>
/// <param name="Names">The sample of each row.</param>
public sealed record LabTrainingSet(TrainingSet Set, IReadOnlyList<string> Names)
{
    /// <summary>Name of the target.</summary>
    public const string Target = "ce1";

    /// <summary>Size, shape, roughness and their spreads.</summary>
    public static IReadOnlyList<string> DefaultFeatures { get; } = ["mean_diameter_nm", "aspect_ratio", "fractal_dim", "diameter_std_nm", "aspect_ratio_std", "fractal_dim_std"];

    /// <summary>What the linear read-out is in: CE = b₀ + b₁·AR + b₂·D + b₃·R + ε, with R the fractal dimension.</summary>
    public static IReadOnlyList<string> LinearFeatures { get; } = ["aspect_ratio", "mean_diameter_nm", "fractal_dim"];

    /// <summary>Rows of the samples that have all features and cells that count. Samples of a batch belong together.</summary>
    /// <param name="points">The samples.</param>
    /// <param name="features">Names of features; <see cref="DefaultFeatures"/> when null.</param>
    /// <exception cref="InputException">A feature is none.</exception>
    public static LabTrainingSet Of(IReadOnlyList<SamplePoint> points, IReadOnlyList<string>? features = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        features ??= DefaultFeatures;
        if (features.FirstOrDefault(feature => !CeRegression.KnownFeatures.ContainsKey(feature)) is { } unknown)
            throw new InputException($"'{unknown}' is no feature that a morphology gives", "features", $"Use some of: {string.Join(", ", CeRegression.KnownFeatures.Keys)}");
        SamplePoint[] usable = [.. points.Where(point => point.Measured is not null && features.All(point.Quantities.ContainsKey))];
        bool hasModel = usable.Length > 0 && usable.All(static point => point.Model is not null);
        var set = new TrainingSet
        {
            Features = features, Target = Target, Rows = [.. usable.Select(point => features.Select(feature => point.Quantities[feature].Value).ToArray())], Targets = [.. usable.Select(static point => point.Measured!.Mean)],
            Groups = RowGroups.Join([usable.Select(static point => point.Sample).ToArray(), usable.Select(static point => point.Batch).ToArray()]),
            Prior = hasModel ? [.. usable.Select(static point => point.Model!.Value)] : null, PriorName = hasModel ? CeRegression.CellModelPrior : "", Source = "the samples with measured cells",
        };
        return new LabTrainingSet(set, [.. usable.Select(static point => point.Sample)]);
    }
}
