using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Joins the particles of many frames to the morphology of a sample. Definitions: docs/measures.md.</summary>
public static class MorphologyStatistics
{
    /// <summary>Entries of the joint distribution at most.</summary>
    public const int MaximumJoint = 5000;

    /// <summary>Summarises a sample by number (weight of each particle) and by volume (weight · d³).</summary>
    /// <param name="frames">Particles frame by frame; a frame without particles counts as a cluster too. Those that touch a border are left out.</param>
    /// <param name="pixelSizeNm">Mean pixel size, nm, for the record.</param>
    /// <param name="seed">Seed of the bootstrap; the same seed and frames give the same figures.</param>
    /// <param name="sampleName">The sample, or null for loose images.</param>
    /// <param name="scaleNote">A reservation about the scale, or null.</param>
    /// <param name="segmentationModel">Identity of the model.</param>
    /// <param name="replicates">Bootstrap replicates.</param>
    /// <returns>Where no particle counts, every figure is NaN and the count 0.</returns>
    public static Morphology Summarise(
        IReadOnlyList<IReadOnlyList<Particle>> frames,
        double pixelSizeNm,
        int seed = 1,
        string? sampleName = null,
        string? scaleNote = null,
        string? segmentationModel = null,
        int replicates = ClusterBootstrap.DefaultReplicates)
    {
        ArgumentNullException.ThrowIfNull(frames);
        List<(Particle Particle, int Frame)> counted = [];
        int border = 0;
        for (int f = 0; f < frames.Count; f++)
        {
            foreach (Particle particle in frames[f])
            {
                if (particle.Counts) counted.Add((particle, f));
                else border++;
            }
        }

        MorphologySummaries number = Summaries(counted, static p => p.Weight, frames.Count, seed, replicates);
        MorphologySummaries volume = Summaries(counted, static p => p.Weight * p.DiameterNm * p.DiameterNm * p.DiameterNm, frames.Count, seed, replicates);
        return new Morphology
        {
            ParticleCount = counted.Count,
            BorderCount = border,
            FrameCount = frames.Count,
            PixelSizeNm = pixelSizeNm,
            ScaleNote = scaleNote,
            SampleName = sampleName,
            DiameterNm = number.DiameterNm,
            AspectRatio = number.AspectRatio,
            FractalDimension = number.FractalDimension,
            VolumeWeighted = volume,
            Joint = Joint(counted),
            SegmentationModel = segmentationModel,
        };
    }

    private static MorphologySummaries Summaries(
        List<(Particle Particle, int Frame)> counted, Func<Particle, double> weight, int frames, int seed, int replicates)
    {
        return new MorphologySummaries
        {
            DiameterNm = Of(static p => p.DiameterNm),
            AspectRatio = Of(static p => p.AspectRatio),
            FractalDimension = Of(static p => p.FractalDimension),
        };

        MeasureSummary Of(Func<Particle, double> value)
        {
            var sample = new WeightedSample(counted.Select(item => (value(item.Particle), weight(item.Particle), item.Frame)));
            (double[] mean, double[] median) = ClusterBootstrap.Intervals(sample, frames, seed, replicates);
            double middle = sample.Quantile(0.5);
            return new MeasureSummary
            {
                Mean = sample.Mean(),
                Median = middle,
                Std = sample.StandardDeviation(),
                D10 = sample.Quantile(0.1),
                D50 = middle,
                D90 = sample.Quantile(0.9),
                MeanCi95 = mean,
                MedianCi95 = median,
            };
        }
    }

    private static List<JointSample> Joint(List<(Particle Particle, int Frame)> counted)
    {
        int take = Math.Min(counted.Count, MaximumJoint);
        List<JointSample> joint = new(take);
        for (int i = 0; i < take; i++)
        {
            Particle particle = counted[(int)((long)i * counted.Count / take)].Particle;
            joint.Add(new JointSample(particle.DiameterNm, particle.AspectRatio, particle.FractalDimension, particle.Weight));
        }

        return joint;
    }
}
