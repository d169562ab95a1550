using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Particles drawn from a measured morphology, by number: each counted particle is as likely as its statistical weight says, whatever
/// its volume. The draw is systematic: particles are ordered by size and taken at equal steps of cumulative weight from a random
/// start, so that a small draw still spans the distribution.
/// </summary>
public static class EllipsoidPopulation
{
    /// <summary>Draws <paramref name="count"/> ellipsoids (prolate, measured lying flat), in random order.</summary>
    /// <param name="morphology">The morphology; its joint distribution, or lognormal diameters and normal aspect ratios of its summaries where it has none.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="realisation">Which realisation.</param>
    /// <exception cref="InputException">The morphology holds no usable particle.</exception>
    public static IReadOnlyList<Ellipsoid> Draw(Morphology morphology, int count, long seed, int realisation)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new SeededRandom(seed, realisation, 0x64726177);
        Ellipsoid[] drawn = morphology.Joint.Count > 0 ? FromJoint(morphology.Joint, count, random) : FromSummaries(morphology, count, random);
        for (int i = drawn.Length - 1; i > 0; i--)
        {
            int j = (int)(random.Next() * (i + 1));
            (drawn[i], drawn[j]) = (drawn[j], drawn[i]);
        }

        return drawn;
    }

    /// <summary>The single ellipsoid with the volume-weighted mean diameter, aspect ratio and fractal dimension.</summary>
    /// <inheritdoc cref="Draw" path="/exception"/>
    public static Ellipsoid Equivalent(Morphology morphology)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        var weighted = morphology.VolumeWeighted;
        double d = weighted.DiameterNm.Mean;
        if (!(d > 0) || !double.IsFinite(d)) throw NoParticles();
        double ratio = weighted.AspectRatio.Mean;
        return Ellipsoid.FromProjection(d, double.IsFinite(ratio) ? ratio : 1, weighted.FractalDimension.Mean);
    }

    private static Ellipsoid[] FromJoint(IReadOnlyList<JointSample> joint, int count, SeededRandom random)
    {
        var usable = joint.Where(s => s.DiameterNm > 0 && double.IsFinite(s.DiameterNm) && s.Weight > 0 && double.IsFinite(s.Weight))
            .OrderBy(s => s.DiameterNm).ThenBy(s => s.AspectRatio).ToArray();
        if (usable.Length == 0) throw NoParticles();
        double total = usable.Sum(s => s.Weight), start = random.Next(), cumulative = 0;
        var drawn = new Ellipsoid[count];
        int index = -1;
        for (int i = 0; i < count; i++)
        {
            double target = (i + start) / count * total;
            while (index < 0 || (cumulative <= target && index < usable.Length - 1)) cumulative += usable[++index].Weight;
            var sample = usable[index];
            drawn[i] = Ellipsoid.FromProjection(sample.DiameterNm, double.IsFinite(sample.AspectRatio) ? sample.AspectRatio : 1, sample.FractalDimension);
        }

        return drawn;
    }

    private static Ellipsoid[] FromSummaries(Morphology morphology, int count, SeededRandom random)
    {
        double mean = morphology.DiameterNm.Mean, std = morphology.DiameterNm.Std;
        if (!(mean > 0) || !double.IsFinite(mean)) throw NoParticles();
        double sigma = Math.Sqrt(Math.Log(1 + (std > 0 ? std * std / (mean * mean) : 0)));
        double ratioStd = double.IsFinite(morphology.AspectRatio.Std) ? morphology.AspectRatio.Std : 0;
        var drawn = new Ellipsoid[count];
        for (int i = 0; i < count; i++)
        {
            double d = mean * Math.Exp((sigma * random.NextNormal()) - (0.5 * sigma * sigma));
            double ratio = Math.Clamp(morphology.AspectRatio.Mean + (ratioStd * random.NextNormal()), 1, 10);
            drawn[i] = Ellipsoid.FromProjection(d, ratio, morphology.FractalDimension.Mean);
        }

        return drawn;
    }

    private static InputException NoParticles()
        => new("the morphology holds no particle with a size and a weight", "morphology", "Measure at least one whole particle first");
}
