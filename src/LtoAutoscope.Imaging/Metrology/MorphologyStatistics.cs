using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Joins the particles of many frames to the morphology of a sample. Definitions: docs/measures.md.</summary>
public static class MorphologyStatistics
{
    /// <summary>Half-width within which the threshold of the foreground probability is taken to be a matter of choice.</summary>
    public const double ThresholdHalfWidth = UncertaintyBudgets.ThresholdHalfWidth;

    /// <summary>Entries of the joint distribution at most.</summary>
    public const int MaximumJoint = 5000;

    /// <summary>Summarises a sample by number (weight of each particle) and by volume (weight · d³).</summary>
    /// <param name="frames">Particles frame by frame. Those that touch a border are left out of the distributions.</param>
    /// <param name="pixelSizeNm">Mean pixel size, nm.</param>
    /// <param name="options">What else is known; defaults when null.</param>
    /// <returns>Where no particle counts, every figure is NaN and the count 0.</returns>
    public static Morphology Summarise(IReadOnlyList<IReadOnlyList<Particle>> frames, double pixelSizeNm, SummaryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        options ??= new SummaryOptions();
        var particles = new CountedParticles(frames);
        var budgets = UncertaintyBudgets.Of(particles, pixelSizeNm, options).ToList();
        var summaries = new MeasureSummaries(budgets, options);
        MorphologySummaries number = summaries.Of(particles.ByNumber);
        return new Morphology
        {
            ParticleCount = particles.Items.Count,
            BorderCount = particles.All.Count - particles.Items.Count,
            FrameCount = frames.Count,
            PixelSizeNm = pixelSizeNm,
            ScaleNote = options.ScaleNote,
            SampleName = options.SampleName,
            DiameterNm = number.DiameterNm,
            AspectRatio = number.AspectRatio,
            FractalDimension = number.FractalDimension,
            VolumeWeighted = summaries.Of(particles.ByVolume),
            Joint = Joint(particles.Items),
            SegmentationModel = options.SegmentationModel,
            Classes = Classes(particles.All),
            SelectionEffects = new SelectionEffects(
                Effect(particles, SampleMeasure.Diameter), Effect(particles, SampleMeasure.AspectRatio), Effect(particles, SampleMeasure.FractalDimension)),
            Agglomerates = AgglomerateStatistics.Of(frames),
            LogNormal = LogNormalFitting.Fit(particles.ByNumber(SampleMeasure.Diameter.Value), options.Seed),
            JointSummary = JointStatistics.Of(particles),
            Precision = [.. budgets.Select(b => PrecisionNeeds.Of(b.Budget, particles, frames.Count, options.PrecisionPercent / 100))],
            Uncertainty = [.. budgets.Select(static b => b.Budget)],
        };
    }

    private static ClassCounts Classes(IReadOnlyList<Particle> all)
    {
        return new ClassCounts(Count(ParticleClass.Whole), Count(ParticleClass.Cut), Count(ParticleClass.Overlapped), Count(ParticleClass.Unknown));

        int Count(ParticleClass wanted) => all.Count(p => p.Class == wanted);
    }

    private static SelectionEffect Effect(CountedParticles particles, SampleMeasure measure)
    {
        double[] values = [.. particles.Items.Select(measure.Value).Where(double.IsFinite)];
        var whole = new WeightedSample(particles.Items.Where(static p => p.Class == ParticleClass.Whole).Select(p => (measure.Value(p), p.Weight, 0)));
        return new SelectionEffect(particles.ByNumber(measure.Value).Mean(), values.Length > 0 ? values.Average() : double.NaN, whole.Mean());
    }

    private static List<JointSample> Joint(IReadOnlyList<Particle> counted)
    {
        int take = Math.Min(counted.Count, MaximumJoint);
        List<JointSample> joint = new(take);
        for (int i = 0; i < take; i++)
        {
            Particle particle = counted[(int)((long)i * counted.Count / take)];
            joint.Add(new JointSample(particle.DiameterNm, particle.AspectRatio, particle.FractalDimension, particle.Weight));
        }

        return joint;
    }
}
