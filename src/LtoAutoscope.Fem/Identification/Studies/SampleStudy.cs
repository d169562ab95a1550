namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>Samples with measured efficiencies.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="SyntheticBecause">Why they are not measured, in the source's words; null where they are.</param>
/// <param name="Cells">The cells.</param>
public sealed record SampleStudy(string Source, string? SyntheticBecause, IReadOnlyList<StudyCell> Cells)
{
    /// <summary>Names of the samples, in order.</summary>
    public IReadOnlyList<string> Samples => [.. Cells.Select(c => c.Sample).Distinct(StringComparer.Ordinal)];
}
