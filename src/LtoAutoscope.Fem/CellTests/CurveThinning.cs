namespace LtoAutoscope.Fem.CellTests;

/// <summary>Fewer points of a curve of voltage over charge, for plots: a point is kept where charge or voltage has moved by a set share of the curve's range, and at both ends.</summary>
public static class CurveThinning
{
    /// <summary>Thins a curve to at most about twice as many points.</summary>
    /// <param name="curve">Charge, rising, and voltage.</param>
    /// <param name="points">Steps along each of the two axes, at least 2.</param>
    public static IReadOnlyList<(double ChargeMAhG, double VoltageV)> Thin(IReadOnlyList<(double ChargeMAhG, double VoltageV)> curve, int points)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (curve.Count <= 2 * points) return curve;
        double charge = (curve[^1].ChargeMAhG - curve[0].ChargeMAhG) / points, voltage = (curve.Max(p => p.VoltageV) - curve.Min(p => p.VoltageV)) / points;
        var kept = new List<(double ChargeMAhG, double VoltageV)> { curve[0] };
        for (int i = 1; i < curve.Count - 1; i++)
            if (curve[i].ChargeMAhG - kept[^1].ChargeMAhG >= charge || Math.Abs(curve[i].VoltageV - kept[^1].VoltageV) >= voltage) kept.Add(curve[i]);
        kept.Add(curve[^1]);
        return kept;
    }
}
