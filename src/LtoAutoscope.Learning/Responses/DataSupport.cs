using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Responses;

/// <summary>
/// Where training rows support a prediction: a point counts as supported when its mean distance to its five nearest rows, on standardised features, is not larger than it is for 95 of 100 rows
/// among themselves (each left out of its own neighbours), and no feature lies outside the range of the rows.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class DataSupport
{
    private const int Neighbours = 5;
    private const double Share = 0.95;
    private readonly Standardisation _standardisation;
    private readonly IReadOnlyList<FeatureRange> _ranges;
    private readonly double[][] _points;

    /// <param name="standardisation">Of the model.</param>
    /// <param name="rows">The training rows, not standardised; at least 2.</param>
    public DataSupport(Standardisation standardisation, IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(standardisation);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Count, 2);
        (_standardisation, _points) = (standardisation, standardisation.Apply(rows));
        _ranges = [.. Enumerable.Range(0, rows[0].Length).Select(f => new FeatureRange(rows.Min(row => row[f]), rows.Max(row => row[f])))];
        Limit = Largest();
    }

    private DataSupport(Standardisation standardisation, double[][] points, IReadOnlyList<FeatureRange> ranges)
    {
        (_standardisation, _points, _ranges) = (standardisation, points, ranges);
        Limit = Largest();
    }

    /// <summary>From rows that are standardised already, as a model file keeps them.</summary>
    /// <param name="standardisation">Of the model.</param>
    /// <param name="points">The rows, standardised; at least 2.</param>
    /// <param name="ranges">Their ranges, not standardised.</param>
    public static DataSupport OfStandardised(Standardisation standardisation, IReadOnlyList<double[]> points, IReadOnlyList<FeatureRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Count, 2);
        return new DataSupport(standardisation, [.. points], ranges);
    }

    private double Largest()
    {
        double[] own = [.. Enumerable.Range(0, _points.Length).Select(i => Distance(_points[i], i)).Order()];
        return own[Math.Min(own.Length - 1, (int)Math.Ceiling(Share * own.Length) - 1)];
    }

    /// <summary>The largest distance that counts as supported, in standard deviations.</summary>
    public double Limit { get; }

    /// <summary>The range of each feature in the rows.</summary>
    public IReadOnlyList<FeatureRange> Ranges => _ranges;

    /// <summary>Mean distance to the nearest rows, in standard deviations.</summary>
    public double DistanceOf(IReadOnlyList<double> features) => Distance(_standardisation.Apply(features), -1);

    /// <summary>Whether the rows support a prediction there.</summary>
    public bool Holds(IReadOnlyList<double> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        for (int f = 0; f < _ranges.Count; f++)
            if (!_ranges[f].Contains(features[f])) return false;
        return DistanceOf(features) <= Limit;
    }

    private double Distance(double[] point, int leftOut)
    {
        int wanted = Math.Min(Neighbours, _points.Length - (leftOut >= 0 ? 1 : 0));
        Span<double> nearest = stackalloc double[wanted];
        nearest.Fill(double.PositiveInfinity);
        for (int i = 0; i < _points.Length; i++)
        {
            if (i == leftOut) continue;
            double square = 0;
            for (int f = 0; f < point.Length; f++) square += (point[f] - _points[i][f]) * (point[f] - _points[i][f]);
            if (square >= nearest[wanted - 1]) continue;
            int at = wanted - 1;
            for (; at > 0 && nearest[at - 1] > square; at--) nearest[at] = nearest[at - 1];
            nearest[at] = square;
        }

        double sum = 0;
        foreach (double square in nearest) sum += Math.Sqrt(square);
        return sum / wanted;
    }
}
