using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>A quantity over the replicate cells of a sample.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit; empty for a fraction.</param>
/// <param name="Count">Cells.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Spread">Sample standard deviation; null of one cell.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean (Student's t); null of one cell.</param>
/// <param name="High">Upper end.</param>
public sealed record ReplicateStatistic(string Name, string Unit, int Count, double Mean, double? Spread, double? Low, double? High)
{
    /// <summary>Of values, of which those that are no number are left out; null without any.</summary>
    internal static ReplicateStatistic? Of(string name, string unit, IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        if (known.Length == 0) return null;
        double mean = known.Average();
        if (known.Length == 1) return new ReplicateStatistic(name, unit, 1, mean, null, null, null);
        double spread = Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1)), half = StudentT.InvCDF(0, 1, known.Length - 1, 0.975) * spread / Math.Sqrt(known.Length);
        return new ReplicateStatistic(name, unit, known.Length, mean, spread, mean - half, mean + half);
    }
}
