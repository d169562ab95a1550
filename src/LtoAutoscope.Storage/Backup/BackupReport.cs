namespace LtoAutoscope.Storage.Backup;

/// <summary>A backup that was written and read back.</summary>
/// <param name="Archive">Its path.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Bytes of these files.</param>
/// <param name="ArchiveBytes">Bytes of the archive.</param>
/// <param name="Runs">Runs that its manifest names.</param>
/// <param name="Deleted">Older archives that were deleted because more than were to be kept stood there.</param>
/// <param name="OnSameDisk">Whether it lies on the disk of the data folder, with which it would be lost.</param>
public sealed record BackupReport(string Archive, int Files, long Bytes, long ArchiveBytes, int Runs, IReadOnlyList<string> Deleted, bool OnSameDisk);
