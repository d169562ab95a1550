namespace LtoAutoscope.Learning.Responses;

/// <summary>How two quantities go together over samples.</summary>
/// <param name="Count">Pairs of which both values are known.</param>
/// <param name="Pearson">Pearson's correlation, −1…1; null with fewer than 3 pairs or where one does not vary.</param>
/// <param name="PearsonInterval">[low, high], 95 %, by Fisher's transformation; null with fewer than 5 pairs.</param>
/// <param name="Spearman">Spearman's rank correlation, ties by mean ranks; null like Pearson's.</param>
public sealed record Association(int Count, double? Pearson, double[]? PearsonInterval, double? Spearman)
{
    private const int FewestPairs = 3, FewestForInterval = 5;

    /// <summary>Of pairs; those with an unknown value are left out.</summary>
    public static Association Of(IReadOnlyList<(double X, double Y)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (double X, double Y)[] known = [.. pairs.Where(pair => double.IsFinite(pair.X) && double.IsFinite(pair.Y))];
        if (known.Length < FewestPairs) return new Association(known.Length, null, null, null);
        double[] x = [.. known.Select(pair => pair.X)], y = [.. known.Select(pair => pair.Y)];
        double? pearson = Correlate(x, y);
        double[]? interval = null;
        if (pearson is > -1 and < 1 and { } r && known.Length >= FewestForInterval)
        {
            double z = Math.Atanh(r), half = 1.959964 / Math.Sqrt(known.Length - 3);
            interval = [Math.Tanh(z - half), Math.Tanh(z + half)];
        }

        return new Association(known.Length, pearson, interval, Correlate(Ranks(x), Ranks(y)));
    }

    private static double? Correlate(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average(), xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : null;
    }

    private static double[] Ranks(double[] values) => [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0)];
}
