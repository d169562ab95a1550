using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Regression;

/// <summary>Rows to learn from.</summary>
/// <remarks>Thread safety: immutable, as long as nobody writes into its arrays.</remarks>
public sealed record TrainingSet
{
    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Name of what is to be predicted.</summary>
    public required string Target { get; init; }

    /// <summary>Features, one array a row, not standardised.</summary>
    public required double[][] Rows { get; init; }

    /// <summary>What is to be predicted, one a row.</summary>
    public required double[] Targets { get; init; }

    /// <summary>Rows of the same number belong together (the same sample or batch) and never stand on both sides of a fold; null where each stands alone.</summary>
    public int[]? Groups { get; init; }

    /// <summary>What a physical model says of each row, units of the target; null where there is none. The regression then learns what is left.</summary>
    public double[]? Prior { get; init; }

    /// <summary>Name of the prior's column; empty where there is none.</summary>
    public string PriorName { get; init; } = "";

    /// <summary>Where the rows come from, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>How many rows or groups of rows stand alone.</summary>
    public int GroupCount => Groups is null ? Count : Groups.Distinct().Count();

    /// <summary>The rows of each group; single rows where there are no groups.</summary>
    internal int[][] Members => Groups is { } of ? [.. Enumerable.Range(0, Count).GroupBy(i => of[i]).Select(static group => group.ToArray())] : [.. Enumerable.Range(0, Count).Select(static i => new[] { i })];

    /// <summary>What is fitted: the targets, less the prior where there is one.</summary>
    internal double[] Fitted => Prior is null ? Targets : [.. Targets.Zip(Prior, static (target, prior) => target - prior)];

    /// <summary>The same rows without their prior.</summary>
    public TrainingSet WithoutPrior() => this with { Prior = null, PriorName = "" };

    /// <summary>The same rows with some of their features, in the order given.</summary>
    /// <exception cref="InputException">One of them is none of the features.</exception>
    public TrainingSet WithFeatures(IReadOnlyList<string> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        List<string> own = [.. Features];
        int[] at = [.. features.Select(feature => own.IndexOf(feature))];
        if (Array.IndexOf(at, -1) is >= 0 and int missing) throw new InputException($"'{features[missing]}' is none of the features", Source, $"Use some of: {string.Join(", ", Features)}");
        return this with { Features = features, Rows = [.. Rows.Select(row => at.Select(i => row[i]).ToArray())] };
    }

    /// <summary>Some of the rows.</summary>
    internal TrainingSet Subset(IEnumerable<int> rows)
    {
        int[] kept = [.. rows];
        return this with
        {
            Rows = [.. kept.Select(i => Rows[i])], Targets = [.. kept.Select(i => Targets[i])],
            Groups = Groups is null ? null : [.. kept.Select(i => Groups[i])], Prior = Prior is null ? null : [.. kept.Select(i => Prior[i])],
        };
    }

    /// <summary>From columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">Column to predict.</param>
    /// <param name="features">Columns to predict from.</param>
    /// <param name="groups">Columns whose equal entries join rows; empty entries join nothing.</param>
    /// <param name="prior">Column of a physical prediction, or null.</param>
    /// <exception cref="InputException">A column is missing, named twice, or holds no numbers.</exception>
    public static TrainingSet Of(CsvTable table, string target, IReadOnlyList<string> features, IReadOnlyList<string>? groups = null, string? prior = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count == 0) throw new InputException("no features are named", table.Source, "Name at least one column with --features");
        if (features.Contains(target, StringComparer.Ordinal)) throw new InputException($"'{target}' is both target and feature", table.Source, "Take it out of the features");
        if (prior == target) throw new InputException($"'{target}' is both target and prior", table.Source, "Name the column of the physical prediction with --prior");
        if (features.Distinct(StringComparer.Ordinal).Count() != features.Count) throw new InputException("a feature is named twice", table.Source, "Name each feature once");
        return new TrainingSet
        {
            Features = features, Target = target, Rows = table.Rows(features), Targets = table.Numbers(target), Source = table.Source,
            Groups = groups is null or { Count: 0 } ? null : RowGroups.Join([.. groups.Select(table.Texts)]), Prior = prior is null ? null : table.Numbers(prior), PriorName = prior ?? "",
        };
    }
}
