namespace LtoAutoscope.Domain.Baselines;

/// <summary>A figure that nobody knows exactly: at least, most often, at most.</summary>
public sealed record TriangularRange
{
    /// <summary>At least.</summary>
    public required double Low { get; init; }

    /// <summary>Most often.</summary>
    public required double Typical { get; init; }

    /// <summary>At most.</summary>
    public required double High { get; init; }

    /// <summary>Whether 0 ≤ low ≤ typical ≤ high.</summary>
    public bool IsOrdered => Low >= 0 && Typical >= Low && High >= Typical && double.IsFinite(High);

    /// <summary>The value that is not exceeded with a probability, 0…1, of the triangular distribution.</summary>
    public double Quantile(double share)
    {
        double width = High - Low;
        if (width <= 0) return Typical;
        double peak = (Typical - Low) / width;
        return share < peak ? Low + Math.Sqrt(share * width * (Typical - Low)) : High - Math.Sqrt((1 - share) * width * (High - Typical));
    }
}
