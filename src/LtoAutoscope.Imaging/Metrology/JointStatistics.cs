using LtoAutoscope.Domain.Particles;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Rank correlations of size, aspect ratio and roughness, and the Gaussian copula that has them.</summary>
internal static class JointStatistics
{
    private static readonly double[] Probabilities = [0.005, 0.01, 0.025, .. Enumerable.Range(1, 19).Select(static i => i * 0.05), 0.975, 0.99, 0.995];

    internal static JointSummary? Of(CountedParticles particles)
    {
        Particle[] complete = [.. particles.Items.Where(static p => SampleMeasure.All.All(m => double.IsFinite(m.Value(p))))];
        double[] weights = [.. complete.Select(static p => p.Weight)];
        double[][] ranks = [.. SampleMeasure.All.Select(m => Ranks([.. complete.Select(m.Value)], weights))];
        int n = ranks.Length;
        double[][] spearman = [.. Enumerable.Range(0, n).Select(i => (double[])[.. Enumerable.Range(0, n).Select(j => i == j ? 1 : Correlation(ranks[i], ranks[j], weights))])];
        return new JointSummary
        {
            Measures = [.. SampleMeasure.All.Select(static m => m.Key)],
            Particles = complete.Length,
            Spearman = spearman,
            Copula = PositiveDefinite([.. spearman.Select(static row => row.Select(static r => 2 * Math.Sin(Math.PI * r / 6)).ToArray())]),
            Probabilities = Probabilities,
            Quantiles = [.. SampleMeasure.All.Select(m => Quantiles(particles.ByNumber(m.Value)))],
        };
    }

    private static double[] Quantiles(WeightedSample sample)
    {
        double[] quantiles = new double[Probabilities.Length];
        sample.Quantiles(Probabilities, quantiles);
        return quantiles;
    }

    /// <summary>Weighted mid-ranks as probabilities; ties share theirs.</summary>
    private static double[] Ranks(double[] values, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        double total = weights.Sum(), before = 0;
        for (int from = 0; from < order.Length;)
        {
            int to = from;
            double tied = 0;
            for (; to < order.Length && values[order[to]] == values[order[from]]; to++) tied += weights[order[to]];
            for (int k = from; k < to; k++) ranks[order[k]] = (before + tied / 2) / total;
            before += tied;
            from = to;
        }

        return ranks;
    }

    private static double Correlation(double[] x, double[] y, double[] weights)
    {
        double total = 0, meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            total += weights[i];
            meanX += weights[i] * x[i];
            meanY += weights[i] * y[i];
        }

        (meanX, meanY) = (meanX / total, meanY / total);
        for (int i = 0; i < x.Length; i++)
        {
            xx += weights[i] * (x[i] - meanX) * (x[i] - meanX);
            yy += weights[i] * (y[i] - meanY) * (y[i] - meanY);
            xy += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        }

        return x.Length > 2 && xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>Each rank correlation is turned into the copula's on its own; eigenvalues that this makes negative are lifted and the diagonal is set to one again.</summary>
    private static IReadOnlyList<IReadOnlyList<double>> PositiveDefinite(double[][] rows)
    {
        const double smallest = 1e-6;
        if (rows.Any(static row => row.Any(double.IsNaN))) return rows;
        Matrix<double> matrix = Matrix<double>.Build.DenseOfRows(rows);
        Evd<double> evd = matrix.Evd(Symmetricity.Symmetric);
        if (evd.EigenValues.All(static v => v.Real >= smallest)) return rows;
        Matrix<double> lifted = evd.EigenVectors * Matrix<double>.Build.DenseOfDiagonalArray([.. evd.EigenValues.Select(static v => Math.Max(v.Real, smallest))]) * evd.EigenVectors.Transpose();
        return [.. Enumerable.Range(0, rows.Length).Select(i => (IReadOnlyList<double>)[.. Enumerable.Range(0, rows.Length).Select(j => lifted[i, j] / Math.Sqrt(lifted[i, i] * lifted[j, j]))])];
    }
}
