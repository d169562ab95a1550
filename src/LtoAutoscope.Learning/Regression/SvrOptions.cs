namespace LtoAutoscope.Learning.Regression;

/// <summary>How a fit is made. What is left <see langword="null"/> is searched by cross-validation.</summary>
public sealed record SvrOptions
{
    /// <summary>Default of <see cref="Folds"/>.</summary>
    public const int DefaultFolds = 5;

    /// <summary>Price of an error beyond the tube, &gt; 0, or null to search it.</summary>
    public double? C { get; init; }

    /// <summary>Half-width of the tube in units of the target, ≥ 0, or null to search it.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Of the kernel exp(−γ·|a − b|²) on standardised features, &gt; 0, or null to search it.</summary>
    public double? Gamma { get; init; }

    /// <summary>Folds of the cross-validation, outer and inner, 2…20. Default 5.</summary>
    public int Folds { get; init; } = DefaultFolds;

    /// <summary>Seed of the shuffle that deals rows to folds. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Largest violation of the optimality conditions that may be left in the final fit, as a share of the target's deviation. Default 1e-8,
    /// which leaves six or more equal digits beside LIBSVM. The search uses 1e-2.
    /// </summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>What the data are, in words that a report can print after “trained on”; null names the file or the number of rows.</summary>
    public string? TrainedOn { get; init; }

    /// <summary>Columns whose equal entries join rows that must not be parted by a fold, such as sample and batch. Default none.</summary>
    public IReadOnlyList<string> GroupColumns { get; init; } = [];

    /// <summary>Column of a physical prediction; the regression then learns what is left of the target. Default none.</summary>
    public string? PriorColumn { get; init; }

    /// <summary>Name of the material that the rows are of; empty where nobody said.</summary>
    public string Material { get; init; } = "";

    /// <summary>Whether anything is left to search.</summary>
    internal bool IsSearched => C is null || Epsilon is null || Gamma is null;
}
