namespace LtoAutoscope.Learning.Evaluation;

/// <summary>
/// Prediction intervals from the errors on held-out rows (cross-conformal: V. Vovk, Ann. Math. Artif. Intell. 74 (2015) 9; R. F. Barber et al., Ann. Statist. 49 (2021) 486): prediction ± the quantile
/// of their absolute errors, with the correction for their finite number. No distribution of the errors is assumed, but that a new row is like the rows: a point outside the applicability domain is not.
/// Where whole groups were held out the errors hold what differs from group to group, but few groups tell that poorly; the correction counts rows, so the coverage is tested beside it.
/// </summary>
public static class ConformalInterval
{
    /// <summary>Half-width of the interval.</summary>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="heldOut">Predictions by fits that had not seen the rows.</param>
    /// <param name="coverage">Share of new rows to be covered, 0…1.</param>
    /// <returns>Units of the target; NaN where there are too few rows for that coverage (fewer than coverage / (1 − coverage)).</returns>
    public static double HalfWidth(IReadOnlyList<double> targets, IReadOnlyList<double> heldOut, double coverage)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(heldOut);
        int rank = (int)Math.Ceiling((targets.Count + 1) * coverage - 1e-9);
        if (rank > targets.Count) return double.NaN;
        double[] errors = [.. targets.Zip(heldOut, static (target, predicted) => Math.Abs(target - predicted)).Order()];
        return errors[rank - 1];
    }
}
