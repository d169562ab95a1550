using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>Everything that is said of a regression before anybody trusts it. All scores are on rows that the fit and the search for its hyperparameters had not seen.</summary>
public sealed record RegressionEvaluation
{
    /// <summary>What is predicted.</summary>
    public required string Target { get; init; }

    /// <summary>From what.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows or groups of rows that stand alone.</summary>
    public required int Groups { get; init; }

    /// <summary>How the rows were held out.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Scores of the regression that is saved.</summary>
    public required RegressionScores Scores { get; init; }

    /// <summary>Half-width of the 95 % conformal interval, units of the target; NaN with too few rows.</summary>
    public required double HalfWidth95 { get; init; }

    /// <summary>Share of rows that intervals made from the other folds' errors alone cover; NaN with too few rows.</summary>
    public required double Coverage95 { get; init; }

    /// <summary>Share of held-out rows that the other folds support.</summary>
    public required double InDomainShare { get; init; }

    /// <summary>Root mean square error of the rows that the other folds do not support; NaN where there are none.</summary>
    public required double RmseOutside { get; init; }

    /// <summary>Every row.</summary>
    public required IReadOnlyList<HeldOutRow> HeldOut { get; init; }

    /// <summary>Whether the scores could be chance; null where it was left out.</summary>
    public required RandomisationTest? Randomisation { get; init; }

    /// <summary>How the error falls with rows; empty where it was left out or rows are too few.</summary>
    public required IReadOnlyList<LearningCurvePoint> LearningCurve { get; init; }

    /// <summary>What each feature does.</summary>
    public required IReadOnlyList<FeatureEffect> Effects { get; init; }

    /// <summary>The linear read-out; null where features are collinear.</summary>
    public required LinearReadOut? Linear { get; init; }

    /// <summary>With and without the physical prediction; null where there is none.</summary>
    public required PriorComparison? Prior { get; init; }
}
