using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>A measured distribution against what was realised.</summary>
/// <param name="Measure">What: <c>diameter_nm</c>, <c>aspect_ratio</c>, <c>fractal_dimension</c>; <c>aspect_ratio_body</c> where the model's bodies are not as long as their silhouettes, so that the two need not agree.</param>
/// <param name="Asked">D10, D50, D90 and mean of the morphology, by number with its weights.</param>
/// <param name="Realised">The same of all realisations together.</param>
/// <param name="KolmogorovSmirnov">Largest distance of the two cumulative distributions.</param>
/// <param name="Critical">Distance that a random sample of that many particles exceeds in 5 % of cases, 1.36/√n.</param>
public sealed record DistributionMatch(string Measure, double[] Asked, double[] Realised, double KolmogorovSmirnov, double Critical)
{
    /// <summary>Compares size, aspect ratio and roughness.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="particles">What was realised.</param>
    /// <param name="model">The shape and orientation model.</param>
    public static IReadOnlyList<DistributionMatch> Compare(
        Morphology morphology, IReadOnlyList<IParticleShape> particles, ProjectionModel model = ProjectionModel.ProlateFlat)
    {
        string aspectRatio = model is ProjectionModel.ProlateFlat or ProjectionModel.Triaxial ? "aspect_ratio" : "aspect_ratio_body";
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(particles);
        var asked = ParticlePopulation.Usable(morphology);
        return
        [
            .. new[]
            {
                Of("diameter_nm", asked.Select(s => (s.DiameterNm, s.Weight)), particles.Select(p => p.ProjectedDiameter)),
                Of(aspectRatio, asked.Select(s => (s.AspectRatio, s.Weight)), particles.Select(p => p.AspectRatio)),
                Of("fractal_dimension", asked.Select(s => (s.FractalDimension, s.Weight)), particles.Select(p => p.FractalDimension)),
            }.OfType<DistributionMatch>(),
        ];
    }

    private static DistributionMatch? Of(string measure, IEnumerable<(double Value, double Weight)> asked, IEnumerable<double> realised)
    {
        (double Value, double Weight)[] a = [.. asked.Where(s => double.IsFinite(s.Value)).OrderBy(s => s.Value)];
        double[] r = [.. realised.Where(double.IsFinite).Order()];
        if (a.Length == 0 || r.Length == 0) return null;
        double total = a.Sum(s => s.Weight), distance = 0, below = 0;
        int count = 0;
        // Past each value of either: compare once all equal ones are counted.
        for (int i = 0; i < a.Length || count < r.Length;)
        {
            double at = Math.Min(i < a.Length ? a[i].Value : double.PositiveInfinity, count < r.Length ? r[count] : double.PositiveInfinity);
            at += 1e-9 * Math.Abs(at);
            while (i < a.Length && a[i].Value <= at) below += a[i++].Weight;
            while (count < r.Length && r[count] <= at) count++;
            distance = Math.Max(distance, Math.Abs((below / total) - ((double)count / r.Length)));
        }

        return new DistributionMatch(
            measure, [Weighted(a, total, 0.1), Weighted(a, total, 0.5), Weighted(a, total, 0.9), a.Sum(s => s.Value * s.Weight) / total],
            [StructureMeter.Quantile(r, 0.1), StructureMeter.Quantile(r, 0.5), StructureMeter.Quantile(r, 0.9), r.Average()], distance, 1.36 / Math.Sqrt(r.Length));
    }

    private static double Weighted((double Value, double Weight)[] sorted, double total, double probability)
    {
        double below = 0;
        foreach (var (value, weight) in sorted)
        {
            below += weight;
            if (below >= probability * total) return value;
        }

        return sorted[^1].Value;
    }
}
