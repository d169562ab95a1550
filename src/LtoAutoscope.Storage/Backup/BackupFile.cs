namespace LtoAutoscope.Storage.Backup;

/// <summary>One file of a backup.</summary>
/// <param name="Path">Its path in the archive: <c>data/…</c> or <c>config/…</c>, forward slashes.</param>
/// <param name="Bytes">Its length there; of a journal that was being written, up to its last whole line.</param>
/// <param name="Sha256">The hash of these bytes.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256);
