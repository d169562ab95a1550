using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>A picture with the outlines of its particles.</summary>
/// <param name="Source">What is known of it; one row of <c>manifest.csv</c>.</param>
/// <param name="Labels">The particles; a data bar is background.</param>
public sealed record AnnotatedPicture(PictureSource Source, LabelImage Labels)
{
    /// <summary>Number of particles.</summary>
    public int ParticleCount => Labels.Labels.Where(static label => label > 0).Distinct().Count();
}
