namespace LtoAutoscope.Storage.Backup;

/// <summary>A run that stood in the data folder when the backup was made; its folder is not in the archive.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="JournalBytes">Bytes of the whole lines of its journal.</param>
/// <param name="JournalSha256">The hash of these bytes.</param>
public sealed record BackupRun(string RunId, long JournalBytes, string JournalSha256);
