namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// The distribution of true aspect ratios q of prolate ellipsoids behind the apparent ones t that they show when turned at random. With the axis at an
/// angle θ to the beam t² = q² sin²θ + cos²θ, so P(t &lt; T | q) = 1 − √((q² − T²)/(q² − 1)). Solved for a non-negative distribution by
/// expectation and maximisation (Richardson 1972; Lucy 1974; Vardi, Shepp and Kaufman 1985), ended early so that scatter is not sharpened into peaks.
/// </summary>
public sealed class AspectRatioUnfolding
{
    private const int Bins = 40;
    private const int Iterations = 60;

    private readonly double[] _edges = new double[Bins + 1];
    private readonly double[] _centres = new double[Bins];
    private readonly double[] _density;

    /// <param name="measured">Apparent aspect ratios with their weights.</param>
    public AspectRatioUnfolding(IEnumerable<(double AspectRatio, double Weight)> measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var samples = measured.Where(s => double.IsFinite(s.AspectRatio) && s.Weight > 0).Select(s => (Ratio: Math.Max(1, s.AspectRatio), s.Weight)).ToArray();
        double largest = samples.Length == 0 ? 1.01 : Math.Max(1.01, samples.Max(s => s.Ratio)) * 1.1;
        for (int i = 0; i <= Bins; i++) _edges[i] = Math.Pow(largest, (double)i / Bins);
        for (int i = 0; i < Bins; i++) _centres[i] = Math.Sqrt(_edges[i] * _edges[i + 1]);
        var seen = new double[Bins];
        foreach (var (ratio, weight) in samples) seen[Bin(ratio)] += weight;
        _density = Solve(seen);
    }

    /// <summary>Mean of the unfolded distribution.</summary>
    public double Mean => _centres.Zip(_density, (q, p) => q * p).Sum();

    /// <summary>Draws the true aspect ratio of a particle that shows one.</summary>
    /// <param name="apparent">What it shows.</param>
    /// <param name="random">Random numbers.</param>
    public double Draw(double apparent, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double target = random.Next();
        foreach (var (ratio, share) in Posterior(apparent))
        {
            target -= share;
            if (target <= 0) return ratio;
        }

        return Math.Max(1, apparent);
    }

    /// <summary>The true aspect ratios that a particle which shows one may have, with their shares (sum 1).</summary>
    public IReadOnlyList<(double AspectRatio, double Share)> Posterior(double apparent)
    {
        apparent = Math.Max(1, apparent);
        int bin = Bin(apparent);
        double total = 0;
        var shares = new List<(double, double)>();
        for (int m = bin; m < Bins; m++)
        {
            double p = _density[m] * Kernel(bin, m);
            if (p <= 0) continue;
            total += p;
            shares.Add((Math.Max(apparent, _centres[m]), p));
        }

        return total > 0 ? [.. shares.Select(s => (s.Item1, s.Item2 / total))] : [(apparent, 1)];
    }

    private double[] Solve(double[] seen)
    {
        double total = seen.Sum();
        var density = Enumerable.Repeat(1.0 / Bins, Bins).ToArray();
        if (total <= 0) return density;
        var kernel = new double[Bins, Bins];
        for (int k = 0; k < Bins; k++)
        {
            for (int m = k; m < Bins; m++) kernel[k, m] = Kernel(k, m);
        }

        for (int i = 0; i < Iterations; i++)
        {
            var next = new double[Bins];
            for (int k = 0; k < Bins; k++)
            {
                double expected = 0;
                for (int m = k; m < Bins; m++) expected += kernel[k, m] * density[m];
                if (expected <= 0) continue;
                for (int m = k; m < Bins; m++) next[m] += seen[k] / total * kernel[k, m] * density[m] / expected;
            }

            density = next;
        }

        double sum = density.Sum();
        return [.. density.Select(p => p / sum)];
    }

    private double Kernel(int seen, int real) => Below(_edges[seen + 1], _centres[real]) - Below(_edges[seen], _centres[real]);

    private static double Below(double t, double q) => t <= 1 ? 0 : t >= q ? 1 : 1 - Math.Sqrt(((q * q) - (t * t)) / ((q * q) - 1));

    private int Bin(double ratio) => Math.Clamp((int)(Bins * Math.Log(ratio) / Math.Log(_edges[Bins])), 0, Bins - 1);
}
