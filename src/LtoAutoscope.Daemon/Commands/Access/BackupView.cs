namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>A backup that lies in the folder of backups.</summary>
/// <param name="Name">The archive's file name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
public sealed record BackupView(string Name, long Bytes, DateTimeOffset MadeAt);
