namespace LtoAutoscope.Learning.Regression;

/// <summary>Brings each feature to mean 0 and population deviation 1: z = (x − mean) / deviation, with n, not n − 1, under the root.</summary>
/// <param name="Means">One a feature.</param>
/// <param name="Deviations">One a feature, &gt; 0; a feature that never varies has 1.</param>
public sealed record Standardisation(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>From the rows given, which should be the training rows alone.</summary>
    public static Standardisation Of(IReadOnlyList<double[]> rows)
    {
        int features = rows[0].Length;
        var means = new double[features];
        var deviations = new double[features];
        for (int feature = 0; feature < features; feature++)
        {
            double mean = rows.Sum(row => row[feature]) / rows.Count;
            double squares = rows.Sum(row => (row[feature] - mean) * (row[feature] - mean));
            means[feature] = mean;
            double deviation = Math.Sqrt(squares / rows.Count);
            deviations[feature] = deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 1;
        }

        return new Standardisation(means, deviations);
    }

    /// <summary>One row, standardised.</summary>
    public double[] Apply(IReadOnlyList<double> row)
    {
        var scaled = new double[row.Count];
        for (int feature = 0; feature < scaled.Length; feature++) scaled[feature] = (row[feature] - Means[feature]) / Deviations[feature];
        return scaled;
    }

    /// <summary>All rows, standardised.</summary>
    public double[][] Apply(IReadOnlyList<double[]> rows) => [.. rows.Select(row => Apply((IReadOnlyList<double>)row))];
}
