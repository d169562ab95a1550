namespace LtoAutoscope.Learning.Evaluation;

/// <summary>
/// Prediction intervals from the errors on held-out rows (cross-conformal: V. Vovk, Ann. Math. Artif. Intell. 74 (2015) 9; R. F. Barber et al.,
/// Ann. Statist. 49 (2021) 486): prediction ± the quantile of their absolute errors, with the correction for their finite number. No distribution of the errors is assumed; the rows must be exchangeable,
/// which a point outside the applicability domain is not.
/// </summary>
public static class ConformalInterval
{
    /// <summary>Half-width of the interval.</summary>
    /// <param name="targets">What was to be predicted.</param>
    /// <param name="heldOut">Predictions by fits that had not seen the rows.</param>
    /// <param name="groups">Rows or groups of rows that stand alone: the correction counts these.</param>
    /// <param name="coverage">Share of new rows to be covered, 0…1.</param>
    /// <returns>Units of the target; NaN where there are too few groups for that coverage (fewer than coverage / (1 − coverage)).</returns>
    public static double HalfWidth(IReadOnlyList<double> targets, IReadOnlyList<double> heldOut, int groups, double coverage)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(heldOut);
        double share = Math.Ceiling((groups + 1) * coverage - 1e-9) / groups;
        if (share > 1) return double.NaN;
        double[] errors = [.. targets.Zip(heldOut, static (target, predicted) => Math.Abs(target - predicted)).Order()];
        return errors[Math.Clamp((int)Math.Ceiling(share * errors.Length - 1e-9) - 1, 0, errors.Length - 1)];
    }
}
