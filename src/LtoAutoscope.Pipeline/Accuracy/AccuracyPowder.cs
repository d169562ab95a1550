using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>One synthetic powder of the accuracy run and how closely it is looked at.</summary>
/// <param name="Number">1…n.</param>
/// <param name="Powder">What it is made of.</param>
/// <param name="DiameterPx">Median diameter on the frame, pixels: 25 to 40, as the recipes have it.</param>
public sealed record AccuracyPowder(int Number, PowderParameters Powder, double DiameterPx)
{
    /// <summary>Edge of a pixel, nm.</summary>
    public double PixelNm => Powder.MedianDiameterNm / DiameterPx;

    /// <summary>
    /// Powders spread evenly over the whole range by an additive recurrence (a low-discrepancy sequence after R₈): median diameter 10–500 nm, mean aspect ratio 1.05–4, fractal dimension 1.02–1.4,
    /// roughness 0.5–6 % of the radius, free particles to agglomerates of 12, coverage 6–25 %.
    /// </summary>
    public static IReadOnlyList<AccuracyPowder> Series(int count, int seed)
    {
        var series = new List<AccuracyPowder>(count);
        for (int i = 0; i < count; i++)
        {
            double[] u = Point(i + 1, seed);
            double median = Log(10, 500, u[0]), aspect = 1.05 + 2.95 * u[1] * u[1], coverage = Log(0.06, 0.25, u[5]), spread = 1.1 + 0.35 * u[6];
            double meanArea = Math.PI / 4 * median * median * Math.Exp(2 * Math.Pow(Math.Log(spread), 2)) * 1e-6;
            series.Add(new AccuracyPowder(i + 1, new PowderParameters
            {
                Seed = (ulong)(1000L * seed + i + 1),
                MedianDiameterNm = median,
                GeometricSd = spread,
                MeanAspectRatio = aspect,
                AspectRatioSpread = 0.35,
                FacetedShare = 0.5 * u[7],
                OutlineFractalDimension = 1.02 + 0.38 * u[2],
                OutlineRoughness = Log(0.005, 0.06, u[3]),
                NumberDensityPerUm2 = coverage / meanArea,
                MeanClusterSize = Log(1, 12, u[4]),
                Overlap = 0.08,
            }, 25 + 15 * ((0.5 + 0.381966 * i + 0.1 * seed) % 1)));
        }

        return series;
    }

    /// <summary>The n-th point of the additive recurrence whose steps are powers of the inverse of the root of x⁹ = x + 1.</summary>
    private static double[] Point(int n, int seed)
    {
        const int dimensions = 8;
        double root = 1.1;
        for (int k = 0; k < 60; k++) root = Math.Pow(1 + root, 1.0 / (dimensions + 1));
        return [.. Enumerable.Range(1, dimensions).Select(k => (0.5 + 0.137 * seed * k + n * Math.Pow(root, -k)) % 1)];
    }

    private static double Log(double low, double high, double u) => low * Math.Pow(high / low, u);
}
