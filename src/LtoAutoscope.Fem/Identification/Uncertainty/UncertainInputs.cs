using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Microstructures;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>
/// What is uncertain in a prediction from a morphology and a material. Intervals are 95 % and taken as normal on each side of the value (of
/// its logarithm where a parameter spans decades); inputs count as independent.
/// </summary>
internal static class UncertainInputs
{
    /// <summary>Below this range of the inner cut-off a surface may count as smooth, nm.</summary>
    internal const double SmallestCutoffNm = 2;

    /// <summary>Above it, nm.</summary>
    internal const double LargestCutoffNm = 5;

    private const double Quantile = 1.959963984540054;
    private const int Resamples = 128;

    internal static IReadOnlyList<JointSample> Particles(Morphology morphology)
    {
        JointSample[] usable = [.. morphology.Joint.Where(s => s.DiameterNm > 0 && double.IsFinite(s.DiameterNm) && s.Weight > 0 && double.IsFinite(s.Weight))];
        if (usable.Length > 0) return usable;
        var mean = EllipsoidPopulation.Equivalent(morphology);
        return [new JointSample(mean.ProjectedDiameter, mean.AspectRatio, mean.FractalDimension, 1)];
    }

    /// <summary>All inputs that have an interval.</summary>
    internal static IReadOnlyList<UncertainInput> Of(Morphology morphology, Material material, ShapeOptions shapes, long seed)
    {
        var particles = Particles(morphology);
        var inputs = new List<UncertainInput>();
        Measure("diameter", morphology.VolumeWeighted.DiameterNm, morphology.DiameterNm, (d, value, mean) => d.DiameterFactor = value / mean);
        Measure("aspect_ratio", morphology.VolumeWeighted.AspectRatio, morphology.AspectRatio, (d, value, mean) => d.AspectRatioShift = value - mean);
        Measure("fractal_dimension", morphology.VolumeWeighted.FractalDimension, morphology.FractalDimension, (d, value, mean) => d.FractalDimensionShift = value - mean);
        if (particles.Count > 1)
        {
            IReadOnlyList<JointSample>[] drawn = [.. Enumerable.Range(0, Resamples).Select(i => Resample(particles, new SeededRandom(seed, i, 0x626f6f74)))];
            inputs.Add(new UncertainInput("particles_counted", double.NaN, double.NaN, (d, u) => d.Particles = drawn[Math.Min(Resamples - 1, (int)(u * Resamples))]));
        }

        if (particles.Any(p => p.AspectRatio > 1.01))
        {
            ProjectionToVolume[] models = [.. MorphologyUncertainty.Plausible.Append(shapes.Model).Distinct().Select(m => new ProjectionToVolume(morphology, shapes with { Model = m }))];
            inputs.Add(new UncertainInput("shape_model", double.NaN, double.NaN, (d, u) => d.Projection = models[Math.Min(models.Length - 1, (int)(u * models.Length))]));
        }

        if (particles.Any(p => p.FractalDimension > 1) && !material.Uncertainty.ContainsKey("roughness_inner_cutoff_nm"))
            inputs.Add(new UncertainInput("roughness_inner_cutoff", SmallestCutoffNm, LargestCutoffNm,
                (d, u) => d.Parameters["roughness_inner_cutoff_nm"] = SmallestCutoffNm * Math.Pow(LargestCutoffNm / SmallestCutoffNm, u)));
        foreach (var (key, ends) in material.Uncertainty)
        {
            if (!(ends[1] > ends[0])) continue;
            var parameter = FitParameter.Parse(key);
            var range = MaterialFile.Keys.First(k => k.Name == key);
            double value = parameter.Of(material);
            bool logarithmic = parameter.IsLogarithmic && ends[0] > 0;
            inputs.Add(new UncertainInput(key, ends[0], ends[1], (d, u) => d.Parameters[key] = Math.Clamp(At(value, ends[0], ends[1], u, logarithmic), range.Low, range.High)));
        }

        return inputs;

        void Measure(string name, MeasureSummary weighted, MeasureSummary byNumber, Action<UncertainDraw, double, double> put)
        {
            double mean = weighted.Mean;
            double[]? ends = Usable(weighted) ? weighted.MeanCi95 : Usable(byNumber) ? [.. byNumber.MeanCi95.Select(v => v / byNumber.Mean * mean)] : null;
            if (ends is null || !(mean > 0)) return;
            inputs.Add(new UncertainInput(name, ends[0], ends[1], (d, u) => put(d, Math.Max(0.2 * mean, At(mean, ends[0], ends[1], u, false)), mean)));
        }
    }

    /// <summary>A value at a share of probability: normal on each side of the best one, 95 % between the ends.</summary>
    internal static double At(double value, double low, double high, double u, bool logarithmic)
    {
        double z = Normal.InvCDF(0, 1, Math.Clamp(u, 1e-6, 1 - 1e-6)) / Quantile;
        return logarithmic ? value * Math.Pow(z < 0 ? low / value : high / value, Math.Abs(z)) : value + (z < 0 ? z * (value - low) : z * (high - value));
    }

    /// <summary>
    /// As many particles drawn again with replacement, by weight, and moved back to the measured volume-weighted mean diameter: the intervals
    /// of the means carry frames and instrument, so here only the shape of the distribution varies.
    /// </summary>
    private static IReadOnlyList<JointSample> Resample(IReadOnlyList<JointSample> particles, SeededRandom random)
    {
        double[] cumulative = new double[particles.Count];
        double total = 0;
        for (int i = 0; i < cumulative.Length; i++) cumulative[i] = total += particles[i].Weight;
        var drawn = new JointSample[particles.Count];
        for (int i = 0; i < drawn.Length; i++)
        {
            int at = Array.BinarySearch(cumulative, random.Next() * total);
            drawn[i] = particles[Math.Min(particles.Count - 1, at < 0 ? ~at : at)] with { Weight = 1 };
        }

        double factor = Mean(particles) / Mean(drawn);
        return [.. drawn.Select(p => p with { DiameterNm = p.DiameterNm * factor })];

        static double Mean(IReadOnlyList<JointSample> all)
            => all.Sum(p => p.Weight * Math.Pow(p.DiameterNm, 4)) / all.Sum(p => p.Weight * Math.Pow(p.DiameterNm, 3));
    }

    private static bool Usable(MeasureSummary measure)
        => measure.MeanCi95 is { Length: 2 } ci && double.IsFinite(ci[0]) && double.IsFinite(ci[1]) && measure.Mean > 0 && ci[1] > ci[0];
}
