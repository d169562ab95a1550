namespace LtoAutoscope.Imaging.Annotations;

/// <summary>What is wrong with a picture or an annotation.</summary>
/// <param name="Where">The file, and the annotation or label in it.</param>
/// <param name="What">What is wrong, a sentence without its final stop.</param>
/// <param name="Remedy">How to mend it, without a final stop.</param>
/// <param name="IsWarning">Whether the folder can be taken all the same.</param>
public sealed record AnnotationProblem(string Where, string What, string Remedy, bool IsWarning = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {What}. {Remedy}.";
}
