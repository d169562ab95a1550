using LtoAutoscope.Domain.Recipes;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Acquisition.Goals;

/// <summary>
/// Follows the 95 % intervals of median diameter and mean aspect ratio tile by tile. Tiles are clusters: particles of one place resemble each other, and the interval
/// must not pretend that they were drawn one by one.
/// </summary>
/// <remarks>
/// Linearised variances of a ratio and of a quantile of clusters (W. G. Cochran, Sampling Techniques, 3rd ed., chapter 6; R. S. Woodruff, J. Am. Stat. Assoc. 47, 635, 1952) with Student's t of
/// k − 1 degrees of freedom. It costs the same for a tile of ten particles and of a thousand. The morphology's bootstrap gives the same intervals within its own scatter.
/// Not thread-safe; the owner guards it.
/// </remarks>
public sealed class PrecisionTracker(Recipe recipe)
{
    private readonly List<TileSummary> _tiles = [];
    private readonly double[] _pooled = new double[TileSummary.Bins];
    private double _weight, _aspectSum;
    private int _count;

    /// <summary>The tiles so far.</summary>
    public IReadOnlyList<TileSummary> Tiles => _tiles;

    /// <summary>Takes in one more tile.</summary>
    public void Add(TileSummary tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        if (tile.Count == 0) return;
        _tiles.Add(tile);
        _count += tile.Count;
        _weight += tile.Weight;
        _aspectSum += tile.AspectSum;
        for (int bin = 0; bin < TileSummary.Bins; bin++) _pooled[bin] += tile.Weights[bin];
    }

    /// <summary>Where the sample stands.</summary>
    public GoalState State()
    {
        if (_count == 0) return new GoalState(0, 0, double.NaN, double.NaN, double.NaN, double.NaN, false);
        double median = QuantileNm(0.5), aspect = _aspectSum / _weight;
        (double medianHalf, double aspectHalf) = _tiles.Count < 2 ? (double.NaN, double.NaN) : (MedianHalfWidthNm(median), AspectHalfWidth(aspect));
        bool precise = recipe.Precision == PrecisionPolicy.Reported
            || (100 * medianHalf <= recipe.PrecisionPercent * median && 100 * aspectHalf <= recipe.PrecisionPercent * aspect);
        return new GoalState(_count, _tiles.Count, median, medianHalf, aspect, aspectHalf, _count >= recipe.ParticleGoal && precise);
    }

    private double QuantileNm(double share)
    {
        double wanted = share * _weight, sum = 0;
        for (int bin = 0; bin < TileSummary.Bins; bin++)
        {
            if (sum + _pooled[bin] >= wanted && _pooled[bin] > 0) return TileSummary.EdgeNm(bin + (wanted - sum) / _pooled[bin]);
            sum += _pooled[bin];
        }

        return TileSummary.EdgeNm(TileSummary.Bins);
    }

    /// <summary>Woodruff: the interval of the share below the median, carried over to the diameters of these shares.</summary>
    private double MedianHalfWidthNm(double median)
    {
        double squares = 0;
        foreach (TileSummary tile in _tiles)
        {
            double residual = tile.WeightBelow(median) - 0.5 * tile.Weight;
            squares += residual * residual;
        }

        double half = Coverage() * Math.Sqrt(squares * _tiles.Count / (_tiles.Count - 1.0)) / _weight;
        double low = QuantileNm(Math.Max(0.5 - half, 0)), high = QuantileNm(Math.Min(0.5 + half, 1));
        return (high - low) / 2;
    }

    private double AspectHalfWidth(double mean)
    {
        double squares = 0;
        foreach (TileSummary tile in _tiles)
        {
            double residual = tile.AspectSum - mean * tile.Weight;
            squares += residual * residual;
        }

        return Coverage() * Math.Sqrt(squares * _tiles.Count / (_tiles.Count - 1.0)) / _weight;
    }

    private double Coverage() => StudentT.InvCDF(0, 1, _tiles.Count - 1, 0.975);
}
