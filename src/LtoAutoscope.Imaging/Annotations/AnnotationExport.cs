namespace LtoAutoscope.Imaging.Annotations;

/// <summary><c>export.json</c>: what an export wrote, so that an import can tell which files were corrected.</summary>
/// <param name="ExportedAt">When, UTC.</param>
/// <param name="Sha256">Hashes of the files that people correct, by their path in the folder.</param>
internal sealed record AnnotationExport(DateTimeOffset ExportedAt, SortedDictionary<string, string> Sha256);
