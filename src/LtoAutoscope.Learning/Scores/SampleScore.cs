namespace LtoAutoscope.Learning.Scores;

/// <summary>V of a sample from what its cells measured, and its score.</summary>
public static class SampleScore
{
    /// <summary>Least V that is passed on, so that a dead cell has a score.</summary>
    public const double LeastValue = 1e-6;

    /// <summary>V, clipped to [1e-6, 1]: a measured efficiency can stray above 1.</summary>
    /// <param name="value">What V is.</param>
    /// <param name="ce1">Initial Coulombic efficiency, a fraction.</param>
    /// <param name="capacityMAhG">Capacity, mAh/g; looked at where V takes it.</param>
    /// <param name="theoreticalMAhG">Theoretical capacity, mAh/g, above 0; looked at where V takes it.</param>
    /// <returns>V; null where V takes a capacity and there is none.</returns>
    public static double? ValueOf(ScoreValue value, double ce1, double? capacityMAhG, double theoreticalMAhG)
    {
        double? raw = value == ScoreValue.Efficiency ? ce1 : ce1 * Math.Min(1, capacityMAhG / theoreticalMAhG ?? double.NaN);
        return raw is { } v && double.IsFinite(v) ? Math.Clamp(v, LeastValue, 1) : null;
    }
}
