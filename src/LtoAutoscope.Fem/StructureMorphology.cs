using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem;

/// <summary>The morphology of a structure's own particles, so that tomography can stand where a micrograph's morphology does.</summary>
public static class StructureMorphology
{
    /// <summary>Summarises the particles; the intervals of the means are 1.96 standard errors of particles as they come.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="name">Its name, or null.</param>
    public static Morphology Of(BuiltStructure structure, string? name)
    {
        ArgumentNullException.ThrowIfNull(structure);
        JointSample[] joint = [.. structure.Voxels.Particles.Select(p => new JointSample(p.Shape.ProjectedDiameter, p.Shape.AspectRatio, p.Shape.FractalDimension, 1))];
        double[] number = [.. joint.Select(_ => 1.0)], volume = [.. structure.Voxels.Particles.Select(p => p.Shape.Volume)];
        return new Morphology
        {
            ParticleCount = joint.Length,
            PixelSizeNm = structure.Voxels.VoxelSizeNm,
            SampleName = name,
            ScaleNote = "from tomography",
            DiameterNm = Summary(joint, s => s.DiameterNm, number),
            AspectRatio = Summary(joint, s => s.AspectRatio, number),
            FractalDimension = Summary(joint, s => s.FractalDimension, number),
            VolumeWeighted = new MorphologySummaries
            {
                DiameterNm = Summary(joint, s => s.DiameterNm, volume),
                AspectRatio = Summary(joint, s => s.AspectRatio, volume),
                FractalDimension = Summary(joint, s => s.FractalDimension, volume),
            },
            Joint = joint,
        };
    }

    private static MeasureSummary Summary(JointSample[] joint, Func<JointSample, double> measure, double[] weights)
    {
        var sorted = joint.Select((s, i) => (Value: measure(s), Weight: weights[i])).OrderBy(p => p.Value).ToArray();
        double total = weights.Sum(), mean = sorted.Sum(p => p.Value * p.Weight) / total;
        double std = Math.Sqrt(sorted.Sum(p => p.Weight * (p.Value - mean) * (p.Value - mean)) / total);
        // As many particles as equal weights would need for the same standard error (Kish 1965).
        double half = 1.96 * std / Math.Sqrt(total * total / weights.Sum(w => w * w));
        double median = Quantile(0.5);
        return new MeasureSummary
        {
            Mean = mean, Median = median, Std = std, D10 = Quantile(0.1), D50 = median, D90 = Quantile(0.9),
            MeanCi95 = [mean - half, mean + half], MedianCi95 = [median - (1.25 * half), median + (1.25 * half)],
        };

        double Quantile(double probability)
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
}
