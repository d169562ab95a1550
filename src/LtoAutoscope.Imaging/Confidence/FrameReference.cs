using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>
/// The ordinary frames: mean, spread and correlation of <see cref="FrameStatistics"/> over pictures on which the network was checked. A frame's distance is Mahalanobis's over the
/// figures; its score is the share of the reference pictures that are less unusual.
/// </summary>
/// <param name="Figures">Names of the figures.</param>
/// <param name="Means">Their means.</param>
/// <param name="Deviations">Their standard deviations.</param>
/// <param name="Precision">Inverse of the correlation of the standardised figures, shrunk towards none; row-major.</param>
/// <param name="Distances">Distances of the reference pictures, each from a reference without it, as 101 quantiles.</param>
/// <param name="Limit">A frame farther off is flagged.</param>
/// <remarks>K. Lee et al., NeurIPS 2018, in the space of hand-made figures. Shrinkage: O. Ledoit, M. Wolf, J. Multivar. Anal. 88, 365 (2004), with a fixed weight.</remarks>
public sealed record FrameReference(
    IReadOnlyList<string> Figures, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations, IReadOnlyList<double> Precision, IReadOnlyList<double> Distances, double Limit)
{
    private const double Shrinkage = 0.1;

    /// <summary>Share of the reference pictures whose distance is the limit or less.</summary>
    internal const double LimitShare = 0.975;

    internal bool IsWhole => Figures.SequenceEqual(FrameStatistics.Names) && Means.Count == Figures.Count && Deviations.Count == Figures.Count
        && Precision.Count == Figures.Count * Figures.Count && Distances.Count == 101;

    /// <summary>Distance from the ordinary; figures that could not be had count as the mean.</summary>
    internal double Distance(double[] figures)
    {
        double[] z = Standardise(figures);
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
            for (int j = 0; j < z.Length; j++) sum += z[i] * z[j] * Precision[i * z.Length + j];
        return Math.Sqrt(Math.Max(sum, 0));
    }

    /// <summary>Share of the reference pictures that are less unusual, 0…1.</summary>
    internal double Score(double distance)
    {
        int above = 0;
        while (above < Distances.Count && Distances[above] < distance) above++;
        if (above == 0) return 0;
        if (above == Distances.Count) return 1;
        double step = Distances[above] - Distances[above - 1];
        return (above - 1 + (step > 0 ? (distance - Distances[above - 1]) / step : 1)) / (Distances.Count - 1);
    }

    /// <summary>What is unusual about a frame, in a sentence; null where nothing is.</summary>
    internal string? Objection(double[] figures)
    {
        double distance = Distance(figures);
        if (!(distance > Limit)) return null;
        double[] z = Standardise(figures);
        int worst = 0;
        for (int i = 1; i < z.Length; i++)
            if (Math.Abs(z[i]) > Math.Abs(z[worst])) worst = i;
        (string low, string high) = FrameStatistics.Words[worst];
        string beyond = distance > Distances[^1] ? "all" : FormattableString.Invariant($"{100 * Score(distance):0.0} %");
        return FormattableString.Invariant($"The frame is more unusual than {beyond} of the pictures on which the network was checked: {(z[worst] < 0 ? low : high)} ({Math.Abs(z[worst]):0.0} standard deviations off)");
    }

    internal static FrameReference Fit(IReadOnlyList<double[]> pictures)
    {
        FrameReference all = Model(pictures);
        double[] distances = [.. Enumerable.Range(0, pictures.Count).Select(i => Model([.. pictures.Where((_, j) => j != i)]).Distance(pictures[i])).Order()];
        return all with
        {
            Distances = [.. Enumerable.Range(0, 101).Select(q => Scoring.ScoreSpread.Quantile(distances, q / 100.0))],
            Limit = Scoring.ScoreSpread.Quantile(distances, LimitShare),
        };
    }

    private static FrameReference Model(IReadOnlyList<double[]> pictures)
    {
        int size = FrameStatistics.Names.Length;
        double[] means = new double[size], deviations = new double[size];
        for (int j = 0; j < size; j++)
        {
            double[] known = [.. pictures.Select(p => p[j]).Where(double.IsFinite)];
            if (known.Length == 0) known = [0];
            means[j] = known.Average();
            deviations[j] = Math.Max(Math.Sqrt(known.Average(v => (v - means[j]) * (v - means[j]))), 1e-3);
        }

        var model = new FrameReference(FrameStatistics.Names, means, deviations, [], [], 0);
        Matrix<double> correlation = Matrix<double>.Build.DenseIdentity(size) * Shrinkage;
        foreach (double[] picture in pictures)
        {
            Vector<double> z = Vector<double>.Build.Dense(model.Standardise(picture));
            correlation += z.OuterProduct(z) * ((1 - Shrinkage) / pictures.Count);
        }

        return model with { Precision = correlation.Inverse().ToRowMajorArray() };
    }

    private double[] Standardise(double[] figures) => [.. figures.Select((v, i) => double.IsFinite(v) ? (v - Means[i]) / Deviations[i] : 0)];
}
