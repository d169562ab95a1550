using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// How far each particle lies from the bulk of its sample in ln(diameter), ln(aspect ratio), circularity and solidity: the Mahalanobis distance with the orthogonalised
/// Gnanadesikan–Kettenring estimate of centre and scatter, medians and MADs for location and scale (R. A. Maronna and R. H. Zamar, Technometrics 44, 307, 2002). Distances are scaled so that
/// their median is that of a normal sample; then 1 in 1000 ordinary particles lies beyond <see cref="Unusual"/>.
/// </summary>
public static class OutlierScores
{
    /// <summary>√χ²(4; 0.999).</summary>
    public const double Unusual = 4.297;

    private const double MadScale = 1.4826, MedianOfChiSquared4 = 3.3567;
    private const int MostReference = 20_000, FewestReference = 12;

    /// <summary>The scores, one a particle; NaN where a measure is unknown or the sample has fewer than twelve particles that count.</summary>
    /// <param name="diameter">Diameters, any unit.</param>
    /// <param name="aspect">Aspect ratios.</param>
    /// <param name="circularity">Circularities.</param>
    /// <param name="solidity">Solidities.</param>
    /// <param name="counts">Which particles make the bulk; at most 20,000 of them, drawn evenly, are looked at.</param>
    public static double[] Of(double[] diameter, double[] aspect, double[] circularity, double[] solidity, Func<int, bool> counts)
    {
        ArgumentNullException.ThrowIfNull(diameter);
        ArgumentNullException.ThrowIfNull(aspect);
        ArgumentNullException.ThrowIfNull(circularity);
        ArgumentNullException.ThrowIfNull(solidity);
        ArgumentNullException.ThrowIfNull(counts);
        double[] scores = new double[diameter.Length];
        Array.Fill(scores, double.NaN);
        double[] Point(int i) => [Math.Log(diameter[i]), Math.Log(aspect[i]), circularity[i], solidity[i]];
        int[] bulk = [.. Enumerable.Range(0, diameter.Length).Where(i => counts(i) && Point(i).All(double.IsFinite))];
        if (bulk.Length < FewestReference) return scores;
        if (bulk.Length > MostReference) bulk = [.. Enumerable.Range(0, MostReference).Select(i => bulk[(int)((long)i * bulk.Length / MostReference)])];
        Scatter scatter = Scatter.Of([.. bulk.Select(Point)]);
        double scale = Math.Sqrt(MedianOfChiSquared4 / Math.Max(1e-12, Median([.. bulk.Select(i => scatter.SquaredDistance(Point(i)))])));
        for (int i = 0; i < scores.Length; i++) scores[i] = scale * Math.Sqrt(scatter.SquaredDistance(Point(i)));
        return scores;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }

    private static double Deviation(double[] values)
    {
        double centre = Median([.. values]);
        return MadScale * Median([.. values.Select(value => Math.Abs(value - centre))]);
    }

    /// <summary>Robust principal directions with the median and the MAD of the sample along each.</summary>
    private sealed record Scatter(double[] Scales, Matrix<double> Directions, double[] Centres, double[] Deviations)
    {
        public static Scatter Of(double[][] points)
        {
            int size = points[0].Length;
            // A measure that hardly varies (all circles) must not divide by nothing.
            double[] scales = [.. Enumerable.Range(0, size).Select(j => Math.Max(1e-6, Deviation([.. points.Select(point => point[j])])))];
            double[][] scaled = [.. points.Select(point => point.Select((value, j) => value / scales[j]).ToArray())];
            Matrix<double> correlations = Matrix<double>.Build.DenseIdentity(size);
            for (int j = 0; j < size; j++)
            {
                for (int k = j + 1; k < size; k++)
                {
                    double sum = Deviation([.. scaled.Select(point => point[j] + point[k])]), difference = Deviation([.. scaled.Select(point => point[j] - point[k])]);
                    correlations[j, k] = correlations[k, j] = (sum * sum - difference * difference) / 4;
                }
            }

            Evd<double> evd = correlations.Evd(Symmetricity.Symmetric);
            Matrix<double> directions = evd.EigenVectors;
            double[][] turned = [.. scaled.Select(point => Turn(directions, point))];
            return new Scatter(scales, directions, [.. Enumerable.Range(0, size).Select(j => Median([.. turned.Select(point => point[j])]))],
                [.. Enumerable.Range(0, size).Select(j => Math.Max(1e-6, Deviation([.. turned.Select(point => point[j])])))]);
        }

        public double SquaredDistance(double[] point)
        {
            double[] turned = Turn(Directions, [.. point.Select((value, j) => value / Scales[j])]);
            double sum = 0;
            for (int j = 0; j < turned.Length; j++)
            {
                double distance = (turned[j] - Centres[j]) / Deviations[j];
                sum += distance * distance;
            }

            return sum;
        }

        private static double[] Turn(Matrix<double> directions, double[] point)
        {
            double[] turned = new double[point.Length];
            for (int j = 0; j < turned.Length; j++)
                for (int k = 0; k < turned.Length; k++) turned[j] += directions[k, j] * point[k];
            return turned;
        }
    }
}
