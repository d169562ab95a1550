using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Metrology;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>The morphology of a run's frames, by one set of options: what the run asks on its way is what the result says at its end.</summary>
internal static class MorphologySummary
{
    /// <summary>Summarises frames.</summary>
    /// <param name="run">The run.</param>
    /// <param name="frames">The frames and the particles of each.</param>
    /// <param name="accuracy">What the network errs by, or null.</param>
    public static Morphology Of(RunRecord run, IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> frames, MeasurementAccuracy? accuracy)
        => MorphologyStatistics.Summarise(
            [.. frames.Select(frame => frame.Particles)], frames.Average(frame => frame.Record.Metadata.PixelSizeNm ?? double.NaN), new SummaryOptions
            {
                Seed = run.Recipe.Seed, SampleName = run.Sample.Name, ScaleNote = run.Sample.ScaleNote, SegmentationModel = run.SegmentationModel, PrecisionPercent = run.Recipe.PrecisionPercent,
                PixelSizeUncertaintyPercent = frames.Max(frame => frame.Record.Metadata.PixelSizeUncertaintyPercent),
                Accuracy = accuracy,
            });

    /// <summary>The half-widths that the goal is about: median diameter and mean aspect ratio, relative.</summary>
    public static IEnumerable<PrecisionNeed> Needs(Morphology morphology)
        => morphology.Precision.Where(need => need is { Measure: "diameter_nm", Statistic: "median" } or { Measure: "aspect_ratio", Statistic: "mean" });

    /// <summary>Whether a morphology reaches its recipe's goal.</summary>
    public static bool ReachesGoal(Recipe recipe, Morphology morphology)
        => morphology.ParticleCount >= recipe.ParticleGoal
            && (recipe.Precision == PrecisionPolicy.Reported || Needs(morphology) is var needs && needs.Count() == 2 && needs.All(need => need.Reached <= need.Asked));
}
