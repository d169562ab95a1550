namespace LtoAutoscope.Storage.Data;

/// <summary>Who holds the lock of a data folder: <c>lock.json</c>.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="StartedAt">When that process began, UTC; tells it from a later one with the same id.</param>
/// <param name="Machine">Name of its computer.</param>
/// <param name="LockedAt">When it took the lock, UTC.</param>
public sealed record DataFolderOwner(int ProcessId, DateTimeOffset StartedAt, string Machine, DateTimeOffset LockedAt);
