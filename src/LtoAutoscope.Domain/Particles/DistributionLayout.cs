namespace LtoAutoscope.Domain.Particles;

/// <summary>Where the bars of a histogram stand. Several samples in one picture share it.</summary>
/// <param name="IsLogarithmic">Whether bars are equally wide in the decimal logarithm.</param>
/// <param name="Low">Lower edge of the first bar: the value, or its decimal logarithm.</param>
/// <param name="Width">Width of a bar: in the quantity's unit, or in decades.</param>
/// <param name="Bins">Bars, 1…<see cref="MostBins"/>.</param>
public sealed record DistributionLayout(bool IsLogarithmic, double Low, double Width, int Bins)
{
    /// <summary>Bars at most.</summary>
    public const int MostBins = 120;

    /// <summary>The edge below bar <paramref name="bin"/>; fractions lie within a bar.</summary>
    public double Edge(double bin) => IsLogarithmic ? Math.Pow(10, Low + bin * Width) : Low + bin * Width;
}
