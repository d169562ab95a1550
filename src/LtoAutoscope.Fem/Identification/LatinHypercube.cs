using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Latin hypercube sampling (McKay, Beckman and Conover, Technometrics 21 (1979) 239).</summary>
internal static class LatinHypercube
{
    /// <summary>Points of a box, each coordinate's strata hit once.</summary>
    internal static double[][] Draw(int count, double[] low, double[] high, SeededRandom random)
    {
        double[][] unit = Unit(count, low.Length, random);
        foreach (double[] p in unit)
        {
            for (int i = 0; i < p.Length; i++) p[i] = low[i] + (p[i] * (high[i] - low[i]));
        }

        return unit;
    }

    /// <summary>Points of the unit cube.</summary>
    internal static double[][] Unit(int count, int dimensions, SeededRandom random)
    {
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => new double[dimensions])];
        int[] order = new int[count];
        for (int d = 0; d < dimensions; d++)
        {
            for (int i = 0; i < count; i++) order[i] = i;
            for (int i = count - 1; i > 0; i--)
            {
                int k = (int)(random.Next() * (i + 1));
                (order[i], order[k]) = (order[k], order[i]);
            }

            for (int i = 0; i < count; i++) points[i][d] = (order[i] + random.Next()) / count;
        }

        return points;
    }
}
