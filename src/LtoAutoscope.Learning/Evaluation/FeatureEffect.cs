namespace LtoAutoscope.Learning.Evaluation;

/// <summary>What one feature does to the predictions.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Importance">How much the error on held-out rows grows when the feature is dealt out at random among them: mean over repeats, units of the target.</param>
/// <param name="ImportanceDeviation">Standard deviation over repeats.</param>
/// <param name="Values">Places of the curve, from the 2nd to the 98th percentile of the rows.</param>
/// <param name="Mean">Partial dependence: mean prediction over all rows with the feature set to each value (J. H. Friedman, Ann. Statist. 29 (2001) 1189).</param>
/// <param name="Low">Lower quartile of the rows' own curves.</param>
/// <param name="High">Upper quartile.</param>
public sealed record FeatureEffect(
    string Feature, double Importance, double ImportanceDeviation, IReadOnlyList<double> Values, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High);
