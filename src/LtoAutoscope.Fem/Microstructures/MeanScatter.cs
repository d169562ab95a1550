namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A figure over realisations.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Std">Standard deviation of one realisation; NaN with fewer than two.</param>
public readonly record struct MeanScatter(double Mean, double Std)
{
    /// <summary>Of values, those that are not finite left out.</summary>
    public static MeanScatter Of(IEnumerable<double> values)
    {
        double[] v = [.. values.Where(double.IsFinite)];
        if (v.Length == 0) return new MeanScatter(double.NaN, double.NaN);
        double mean = v.Average();
        return new MeanScatter(mean, v.Length < 2 ? double.NaN : Math.Sqrt(v.Sum(x => (x - mean) * (x - mean)) / (v.Length - 1)));
    }
}
