namespace LtoAutoscope.Domain.Cells;

/// <summary>When two C-rates are the same to whoever set them: a mass is weighed and a current is set to a few per cent.</summary>
public static class CRate
{
    /// <summary>A rate counts for another within this share of it.</summary>
    public const double Tolerance = 0.1;

    /// <summary>The lowest and the highest rate that count for one, 1/h, both included.</summary>
    /// <param name="rate">C-rate, 1/h.</param>
    public static (double Low, double High) Around(double rate) => ((1 - Tolerance) * rate, (1 + Tolerance) * rate);

    /// <summary>Whether a rate counts for another.</summary>
    /// <param name="rate">The one, such as a measured one, 1/h.</param>
    /// <param name="named">The other, such as the one that was set, 1/h.</param>
    public static bool Counts(double rate, double named)
    {
        (double low, double high) = Around(named);
        return rate >= low && rate <= high;
    }
}
