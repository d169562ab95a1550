using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>The laboratory's samples of one material as rows to learn from: morphology of the newest run, the mean of the cells that count, the cell model's answer as prior.</summary>
/// <param name="Set">The rows.</param>
/// <param name="Names">The sample of each row.</param>
/// <param name="Material">The material of all of them.</param>
/// <param name="IsSimulated">Whether they were taken by the microscope in software: then their cells are no evidence either.</param>
public sealed record LabTrainingSet(TrainingSet Set, IReadOnlyList<string> Names, string Material, bool IsSimulated)
{
    /// <summary>Size, shape, roughness and their spreads.</summary>
    public static IReadOnlyList<string> DefaultFeatures { get; } = ["mean_diameter_nm", "aspect_ratio", "fractal_dim", "diameter_std_nm", "aspect_ratio_std", "fractal_dim_std"];

    /// <summary>What the linear read-out is in: CE = b₀ + b₁·AR + b₂·D + b₃·R + ε, with R the fractal dimension.</summary>
    public static IReadOnlyList<string> LinearFeatures { get; } = ["aspect_ratio", "mean_diameter_nm", "fractal_dim"];

    /// <summary>What a model trained on them says of itself.</summary>
    public string Words => IsSimulated ? FormattableString.Invariant($"{Set.Count} virtual samples of {Material} (microscope in software)") : FormattableString.Invariant($"{Set.Count} samples of {Material} of this laboratory with measured cells");

    /// <summary>Rows of the samples of a material that have all features and cells that count and tell the target. Samples of a batch belong together. Where there are real samples, simulated ones are left out.</summary>
    /// <param name="points">The samples.</param>
    /// <param name="material">The material.</param>
    /// <param name="features">Names of features; <see cref="DefaultFeatures"/> when null.</param>
    /// <param name="target">What is to be predicted; the first-cycle efficiency when null.</param>
    /// <exception cref="InputException">A feature is none, or stands there twice.</exception>
    public static LabTrainingSet Of(IReadOnlyList<SamplePoint> points, string material, IReadOnlyList<string>? features = null, RegressionTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        (features, target) = (features ?? DefaultFeatures, target ?? RegressionTarget.Ce1);
        if (features.Count == 0 || features.Distinct(StringComparer.Ordinal).Count() != features.Count) throw new InputException("no features are named, or one twice", "features", "Name each feature once");
        if (features.FirstOrDefault(feature => !MorphologyFeatures.Known.ContainsKey(feature)) is { } unknown)
            throw new InputException($"'{unknown}' is no feature that a morphology gives", "features", $"Use some of: {string.Join(", ", MorphologyFeatures.Known.Keys)}");
        SamplePoint[] usable = [.. Usable(points, features, target).Where(point => point.Material == material)];
        bool simulated = usable.Length > 0 && usable.All(static point => point.IsSimulated);
        if (!simulated) usable = [.. usable.Where(static point => !point.IsSimulated)];
        bool hasModel = usable.Length > 0 && usable.All(point => point.ModelOf(target) is not null);
        var set = new TrainingSet
        {
            Features = features, Target = target.Key, Rows = [.. usable.Select(point => features.Select(feature => point.Quantities[feature].Value).ToArray())], Targets = [.. usable.Select(point => point.MeasuredOf(target)!.Value)],
            Groups = RowGroups.Join([usable.Select(static point => point.Sample).ToArray(), usable.Select(static point => point.Batch).ToArray()]),
            Prior = hasModel ? [.. usable.Select(point => point.ModelOf(target)!.Value)] : null, PriorName = hasModel ? target.PriorName : "", Source = "the samples with measured cells",
        };
        return new LabTrainingSet(set, [.. usable.Select(static point => point.Sample)], material, simulated);
    }

    /// <summary>The rows of the material that has most of them.</summary>
    public static LabTrainingSet Largest(IReadOnlyList<SamplePoint> points, IReadOnlyList<string>? features = null, RegressionTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        string material = Usable(points, features ?? DefaultFeatures, target ?? RegressionTarget.Ce1).GroupBy(static point => point.Material, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? Sample.DefaultMaterial;
        return Of(points, material, features, target);
    }

    private static IEnumerable<SamplePoint> Usable(IReadOnlyList<SamplePoint> points, IReadOnlyList<string> features, RegressionTarget target)
        => points.Where(point => point.MeasuredOf(target) is not null && features.All(point.Quantities.ContainsKey));
}
