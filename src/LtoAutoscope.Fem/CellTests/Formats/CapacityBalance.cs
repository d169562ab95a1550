namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// A column named capacity is, with most programs, the charge of the step or half cycle, which goes up and is set back; with some (Novonix) it is the balance of charge and discharge, which goes up and down. Where the
/// column falls both are added up, and the integral of the current tells which it is.
/// </summary>
internal sealed class CapacityBalance
{
    /// <summary>How far the balance may be from the integral of the current to be believed.</summary>
    private const double Tolerance = 0.2;

    private List<double>? _counted;
    private double _more;

    /// <summary>Takes a row.</summary>
    /// <param name="before">What was counted up to each row before, if the column is set back.</param>
    /// <param name="counted">What is counted with this row, if it is set back.</param>
    /// <param name="more">By how much more the column moved if it is a balance.</param>
    internal void Add(IReadOnlyList<double> before, double counted, double more)
    {
        _more += more;
        if (more != 0) _counted ??= [.. before];
        _counted?.Add(counted + _more);
    }

    /// <summary>The count as a balance, where that agrees with the current and the other does so less; else null.</summary>
    internal IReadOnlyList<double>? Of(IReadOnlyList<CellTestPoint> points, double counted)
    {
        if (_counted is null) return null;
        double integral = IntegralAh(points), asBalance = Math.Abs((_counted[^1] / integral) - 1), asStep = Math.Abs((counted / integral) - 1);
        return integral > 0 && asBalance < Tolerance && asBalance < asStep ? _counted : null;
    }

    /// <summary>Charge that flowed, whatever its direction, Ah.</summary>
    internal static double IntegralAh(IReadOnlyList<CellTestPoint> points)
    {
        double sum = 0;
        for (int i = 1; i < points.Count; i++) sum += 0.5 * (Math.Abs(points[i].CurrentA) + Math.Abs(points[i - 1].CurrentA)) * (points[i].TimeS - points[i - 1].TimeS) / 3600;
        return sum;
    }
}
