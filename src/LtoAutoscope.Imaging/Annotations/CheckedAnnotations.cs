namespace LtoAutoscope.Imaging.Annotations;

/// <summary>A folder of annotations, read and checked.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="From">Which form of the outlines was read.</param>
/// <param name="Pictures">The pictures that have outlines.</param>
/// <param name="Problems">What was found; empty for a faultless folder.</param>
public sealed record CheckedAnnotations(string Folder, OutlineSource From, IReadOnlyList<AnnotatedPicture> Pictures, IReadOnlyList<AnnotationProblem> Problems)
{
    /// <summary>Whether it may become a data set.</summary>
    public bool IsSound => Problems.All(static problem => problem.IsWarning) && Pictures.Count > 0;

    /// <summary>Particles on all pictures.</summary>
    public int ParticleCount => Pictures.Sum(static picture => picture.ParticleCount);
}
