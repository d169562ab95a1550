using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Particles drawn from a measured morphology, by number: each counted particle is as likely as its statistical weight says, whatever
/// its volume. The draw is systematic: particles are ordered by size and taken at equal steps of cumulative weight from a random
/// start, so that a small draw still spans the distribution. Size, aspect ratio and roughness of one particle stay together.
/// </summary>
public static class ParticlePopulation
{
    /// <summary>Draws <paramref name="count"/> particles, in random order.</summary>
    /// <param name="morphology">The morphology; its joint distribution, or lognormal diameters and normal aspect ratios of its summaries where it has none.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="realisation">Which realisation.</param>
    /// <param name="options">The shape and orientation model; prolate lying flat if null.</param>
    /// <exception cref="InputException">The morphology holds no usable particle.</exception>
    public static IReadOnlyList<IParticleShape> Draw(Morphology morphology, int count, long seed, int realisation, ShapeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new SeededRandom(seed, realisation, 0x64726177);
        var projection = new ProjectionToVolume(morphology, options ?? new ShapeOptions());
        IParticleShape[] drawn = morphology.Joint.Count > 0 ? FromJoint(morphology, count, projection, random) : FromSummaries(morphology, count, projection, random);
        for (int i = drawn.Length - 1; i > 0; i--)
        {
            int j = (int)(random.Next() * (i + 1));
            (drawn[i], drawn[j]) = (drawn[j], drawn[i]);
        }

        return drawn;
    }

    /// <summary>The measured particles that can be drawn, in order of size; of a morphology without a joint distribution, 200 drawn from its summaries.</summary>
    /// <inheritdoc cref="Draw" path="/exception"/>
    internal static IReadOnlyList<JointSample> Usable(Morphology morphology)
    {
        if (morphology.Joint.Count == 0)
        {
            var random = new SeededRandom(1, 0x73756d6d);
            return [.. Enumerable.Range(0, 200).Select(_ => Summarised(morphology, random)).OrderBy(s => s.DiameterNm)];
        }

        JointSample[] usable =
        [
            .. morphology.Joint.Where(s => s.DiameterNm > 0 && double.IsFinite(s.DiameterNm) && s.Weight > 0 && double.IsFinite(s.Weight))
                .OrderBy(s => s.DiameterNm).ThenBy(s => s.AspectRatio),
        ];
        return usable.Length > 0 ? usable : throw NoParticles();
    }

    internal static InputException NoParticles()
        => new("the morphology holds no particle with a size and a weight", "morphology", "Measure at least one whole particle first");

    private static IParticleShape[] FromJoint(Morphology morphology, int count, ProjectionToVolume projection, SeededRandom random)
    {
        var usable = Usable(morphology);
        double total = usable.Sum(s => s.Weight), start = random.Next(), cumulative = 0;
        var drawn = new IParticleShape[count];
        int index = -1;
        for (int i = 0; i < count; i++)
        {
            double target = (i + start) / count * total;
            while (index < 0 || (cumulative <= target && index < usable.Count - 1)) cumulative += usable[++index].Weight;
            var sample = usable[index];
            drawn[i] = projection.Shape(sample.DiameterNm, sample.AspectRatio, sample.FractalDimension, random);
        }

        return drawn;
    }

    private static IParticleShape[] FromSummaries(Morphology morphology, int count, ProjectionToVolume projection, SeededRandom random)
    {
        var drawn = new IParticleShape[count];
        for (int i = 0; i < count; i++)
        {
            var sample = Summarised(morphology, random);
            drawn[i] = projection.Shape(sample.DiameterNm, sample.AspectRatio, sample.FractalDimension, random);
        }

        return drawn;
    }

    private static JointSample Summarised(Morphology morphology, SeededRandom random)
    {
        double mean = morphology.DiameterNm.Mean, std = morphology.DiameterNm.Std;
        if (!(mean > 0) || !double.IsFinite(mean)) throw NoParticles();
        double sigma = Math.Sqrt(Math.Log(1 + (std > 0 ? std * std / (mean * mean) : 0)));
        double ratioStd = double.IsFinite(morphology.AspectRatio.Std) ? morphology.AspectRatio.Std : 0;
        double d = mean * Math.Exp((sigma * random.NextNormal()) - (0.5 * sigma * sigma));
        double ratio = double.IsFinite(morphology.AspectRatio.Mean) ? Math.Clamp(morphology.AspectRatio.Mean + (ratioStd * random.NextNormal()), 1, 10) : 1;
        return new JointSample(d, ratio, morphology.FractalDimension.Mean, 1);
    }
}
