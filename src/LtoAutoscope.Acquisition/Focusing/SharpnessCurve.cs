using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Sharpness against a setting of the lens or the stigmator, and its peak. Blur of the standard deviation σ takes a band at the frequency f down by
/// exp(−4π²f²σ²), and σ² grows with the square of the way from the best setting: the logarithm of each band is a parabola with a common top. Each band
/// gives its top with an error; their weighted mean is the peak. Far out of focus and at low dose the coarse bands decide, near focus the fine ones.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class SharpnessCurve
{
    private const double LeastSignal = 5;
    private const double LeastPointSignal = 3;
    private const double LeastRise = 3;
    private const double WindowFold = 2;
    private const double ModelError = 0.01;
    private readonly SortedDictionary<double, SharpnessBands> _points = [];

    /// <summary>The points, by setting.</summary>
    public IReadOnlyDictionary<double, SharpnessBands> Points => _points;

    /// <summary>Adds a point; the last look at a setting counts.</summary>
    public void Add(double position, SharpnessBands bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        _points[position] = bands;
    }

    /// <summary>Finds the peak; at least 3 points are needed to find one.</summary>
    public (CurveVerdict Verdict, CurvePeak? Peak) Find()
    {
        double[] positions = [.. _points.Keys];
        SharpnessBands[] looks = [.. _points.Values];
        double weights = 0, sum = 0, blurWeights = 0, blurSum = 0;
        int bands = 0, seen = 0, inside = 0, atEdge = 0;
        for (int band = 0; band < SharpnessBands.Count; band++)
        {
            int best = Best(looks, band);
            if (best < 0) continue;
            seen++;
            if (best == 0 || best == positions.Length - 1) atEdge++;
            if (Parabola.Fit(Chosen(positions, looks, band, best), positions[best]) is not { } top || top.Curvature < LeastRise * top.CurvatureError) continue;
            inside += top.Position >= positions[0] && top.Position <= positions[^1] ? 1 : 0;
            if (top.Position < positions[0] || top.Position > positions[^1]) continue;
            bands++;
            double weight = 1 / (top.PositionError * top.PositionError), relative = top.CurvatureError / top.Curvature;
            weights += weight;
            sum += weight * top.Position;
            double square = top.Curvature / (4 * Math.PI * Math.PI * SharpnessBands.SquareFrequency(band)), blurWeight = 1 / (relative * relative * square * square);
            blurWeights += blurWeight;
            blurSum += blurWeight * square;
        }

        if (seen == 0) return (CurveVerdict.Noise, null);
        if (bands == 0) return (atEdge > 0 ? CurveVerdict.AtEdge : CurveVerdict.Flat, null);
        return (CurveVerdict.Peak, new CurvePeak(sum / weights, 1 / Math.Sqrt(weights), Math.Sqrt(blurSum / blurWeights), 0.5 * Math.Sqrt(blurWeights) / blurSum, bands));
    }

    /// <summary>The setting of the sharpest frame; null without points.</summary>
    public double? Sharpest => _points.Count == 0 ? null : _points.MaxBy(static point => point.Value.Score).Key;

    private static int Best(SharpnessBands[] looks, int band)
    {
        int best = -1;
        for (int i = 0; i < looks.Length; i++)
            if (looks[i].Values[band] > LeastSignal * looks[i].Errors[band] && (best < 0 || looks[i].Values[band] > looks[best].Values[band])) best = i;
        return best;
    }

    /// <summary>The points around the best one that are neither lost in noise nor far down the flanks, as logarithms with their errors; at least its neighbours.</summary>
    private static List<(double X, double Y, double Error)> Chosen(double[] positions, SharpnessBands[] looks, int band, int best)
    {
        double least = looks[best].Values[band] * Math.Exp(-WindowFold);
        int first = best, last = best;
        while (first > 0 && IsHigh(first - 1, LeastPointSignal)) first--;
        while (last < looks.Length - 1 && IsHigh(last + 1, LeastPointSignal)) last++;
        if (first == best && first > 0 && looks[first - 1].Values[band] > looks[first - 1].Errors[band]) first--;
        if (last == best && last < looks.Length - 1 && looks[last + 1].Values[band] > looks[last + 1].Errors[band]) last++;
        var chosen = new List<(double, double, double)>();
        for (int i = first; i <= last; i++)
        {
            double value = looks[i].Values[band], error = looks[i].Errors[band] / value;
            chosen.Add((positions[i], Math.Log(value), Math.Sqrt(error * error + ModelError * ModelError)));
        }

        return chosen;

        bool IsHigh(int i, double signal) => looks[i].Values[band] >= least && looks[i].Values[band] > signal * looks[i].Errors[band];
    }
}
