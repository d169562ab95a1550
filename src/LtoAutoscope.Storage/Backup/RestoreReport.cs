namespace LtoAutoscope.Storage.Backup;

/// <summary>What a restoration did.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="MadeAt">When that was made, UTC.</param>
/// <param name="Written">Files that were written.</param>
/// <param name="Unchanged">Files that stood there already with the same content.</param>
/// <param name="Replaced">Files that stood there with another content; what they held was kept under <paramref name="KeptIn"/>.</param>
/// <param name="KeptIn">The folder with the old content, or null when nothing was replaced.</param>
/// <param name="ConfigLeft">Configuration files in the archive that were not asked for.</param>
/// <param name="RunsMissing">Runs that stood in the data folder when the backup was made and are not there now: bring their folders back from elsewhere.</param>
/// <param name="RunsShorter">Runs whose journal here does not begin with the lines that it had then.</param>
public sealed record RestoreReport(
    string Archive, DateTimeOffset MadeAt, int Written, int Unchanged, IReadOnlyList<string> Replaced, string? KeptIn, int ConfigLeft, IReadOnlyList<string> RunsMissing,
    IReadOnlyList<string> RunsShorter);
