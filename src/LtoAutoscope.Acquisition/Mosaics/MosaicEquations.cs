namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>The normal equations of a mosaic: symmetric, positive and sparse, solved by conjugate gradients from where the stage said.</summary>
internal static class MosaicEquations
{
    private const double Accuracy = 1e-10;

    /// <param name="nominal">Where the stage said, pixels.</param>
    /// <param name="ties">Measured distances; those that are not used are left out.</param>
    /// <param name="nominalWeight">How much the stage counts beside a pair: it ties frames without pairs, and all of them to the ground.</param>
    internal static (double X, double Y)[] Solve((double X, double Y)[] nominal, List<Tie> ties, double nominalWeight)
    {
        Tie[] used = [.. ties.Where(tie => tie.Used)];
        double[] x = Solve([.. nominal.Select(place => place.X)], used, tie => tie.X, nominalWeight), y = Solve([.. nominal.Select(place => place.Y)], used, tie => tie.Y, nominalWeight);
        return [.. x.Select((value, i) => (value, y[i]))];
    }

    private static double[] Solve(double[] nominal, Tie[] ties, Func<Tie, double> distance, double nominalWeight)
    {
        int n = nominal.Length;
        double[] solved = [.. nominal], residual = new double[n], direction = new double[n], image = new double[n];
        Apply(solved, ties, nominalWeight, residual);
        for (int i = 0; i < n; i++) residual[i] = nominalWeight * nominal[i] - residual[i];
        foreach (Tie tie in ties)
        {
            residual[tie.B] += tie.Weight * distance(tie);
            residual[tie.A] -= tie.Weight * distance(tie);
        }

        residual.CopyTo(direction, 0);
        double square = Dot(residual, residual);
        for (int step = 0; step < 20 * n + 100 && square > Accuracy * Accuracy; step++)
        {
            Apply(direction, ties, nominalWeight, image);
            double length = square / Dot(direction, image);
            for (int i = 0; i < n; i++)
            {
                solved[i] += length * direction[i];
                residual[i] -= length * image[i];
            }

            double next = Dot(residual, residual), share = next / square;
            for (int i = 0; i < n; i++) direction[i] = residual[i] + share * direction[i];
            square = next;
        }

        return solved;
    }

    private static void Apply(double[] of, Tie[] ties, double nominalWeight, double[] to)
    {
        for (int i = 0; i < of.Length; i++) to[i] = nominalWeight * of[i];
        foreach (Tie tie in ties)
        {
            double pull = tie.Weight * (of[tie.B] - of[tie.A]);
            to[tie.B] += pull;
            to[tie.A] -= pull;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
