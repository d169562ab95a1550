using LtoAutoscope.Acquisition.Calibration;
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
    /// <param name="scalePercent">Half-width within which the scale is known, percent; null takes what the frames say.</param>
    public static Morphology Of(RunRecord run, IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> frames, MeasurementAccuracy? accuracy, double? scalePercent = null)
        => MorphologyStatistics.Summarise(
            [.. frames.Select(frame => frame.Particles)], frames.Average(frame => frame.Record.Metadata.PixelSizeNm ?? double.NaN), new SummaryOptions
            {
                Seed = run.Recipe.Seed, SampleName = run.Sample.Name, ScaleNote = run.Sample.ScaleNote, SegmentationModel = run.SegmentationModel, PrecisionPercent = run.Recipe.PrecisionPercent,
                PixelSizeUncertaintyPercent = scalePercent ?? frames.Max(frame => frame.Record.Metadata.PixelSizeUncertaintyPercent),
                Accuracy = accuracy,
            });

    /// <summary>The frames on the scale as all checks of the run together tell it: particles and pixel sizes corrected for what was not yet known when they were taken.</summary>
    /// <returns>The frames, and the half-width within which their scale is known, percent; null where no check was made.</returns>
    public static (IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> Frames, double? ScalePercent) OnScale(
        IReadOnlyList<(FrameRecord Record, IReadOnlyList<Particle> Particles)> frames, CalibrationSandwich checks)
    {
        if (checks.Points.Count == 0) return (frames, null);
        CalibrationScale overall = checks.Correction([.. frames.Select(frame => (frame.Record.Metadata.AcquiredAt ?? DateTimeOffset.MinValue, Math.Max(frame.Particles.Count(particle => particle.Counts), 0.001)))]);
        return ([.. frames.Select(frame =>
        {
            DateTimeOffset at = frame.Record.Metadata.AcquiredAt ?? DateTimeOffset.MinValue;
            double factor = checks.At(at).Factor / checks.KnownAt(at).Factor;
            FrameRecord record = frame.Record with { Metadata = frame.Record.Metadata with { PixelSizeNm = frame.Record.Metadata.PixelSizeNm * factor } };
            return (record, (IReadOnlyList<Particle>)[.. frame.Particles.Select(particle => particle.Scaled(factor))]);
        })], overall.UncertaintyPercent);
    }

    /// <summary>The half-widths that the goal is about: median diameter and mean aspect ratio, relative.</summary>
    public static IEnumerable<PrecisionNeed> Needs(Morphology morphology)
        => morphology.Precision.Where(need => need is { Measure: "diameter_nm", Statistic: "median" } or { Measure: "aspect_ratio", Statistic: "mean" });

    /// <summary>Whether a morphology reaches its recipe's goal.</summary>
    public static bool ReachesGoal(Recipe recipe, Morphology morphology)
        => morphology.ParticleCount >= recipe.ParticleGoal
            && (recipe.Precision == PrecisionPolicy.Reported || Needs(morphology) is var needs && needs.Count() == 2 && needs.All(need => need.Reached <= need.Asked));
}
