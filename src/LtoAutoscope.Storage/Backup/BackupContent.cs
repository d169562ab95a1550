using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Backup;

/// <summary>Which files of a data folder a backup takes: everything but runs, what can be made again, and what only lives with the process.</summary>
internal static class BackupContent
{
    internal const string DataPrefix = "data/";
    internal const string ConfigPrefix = "config/";

    /// <summary>Folder for backups in the data folder itself.</summary>
    internal const string OwnFolder = "backups";

    /// <summary>Where a restoration keeps what it replaced.</summary>
    internal const string ReplacedFolder = "replaced";

    /// <summary>Who is signed in: a restoration must not bring back what was ended since.</summary>
    private const string Sessions = DataPrefix + "accounts/sessions/";

    private const string JournalSuffix = ".ndjson";
    private static readonly HashSet<string> LeftOutAtTop = new(StringComparer.Ordinal) { "runs", "index", "cache", "wire", OwnFolder, ReplacedFolder, "lock", "lock.json", "heartbeat.json" };

    /// <summary>
    /// The files of a data folder with their paths in the archive. Journals come first: whatever they refer to was there before its line was written, so it is found afterwards.
    /// </summary>
    internal static IReadOnlyList<(string Entry, string Path)> OfData(string root)
        => [.. Directory.EnumerateFileSystemEntries(root)
            .Where(entry => !LeftOutAtTop.Contains(Path.GetFileName(entry)))
            .SelectMany(entry => Directory.Exists(entry) ? Files(entry) : [entry])
            .Where(IsKept)
            .Select(path => (DataPrefix + Relative(root, path), path))
            .Where(pair => !pair.Item1.StartsWith(Sessions, StringComparison.Ordinal))
            .OrderBy(pair => !IsJournal(pair.path)).ThenBy(pair => pair.Item1, StringComparer.Ordinal)];

    /// <summary>The files of a configuration folder with their paths in the archive.</summary>
    internal static IReadOnlyList<(string Entry, string Path)> OfConfig(string folder)
        => [.. Files(folder).Where(IsKept).Select(path => (ConfigPrefix + Relative(folder, path), path)).OrderBy(pair => pair.Item1, StringComparer.Ordinal)];

    /// <summary>Whether a file is appended to line by line.</summary>
    internal static bool IsJournal(string path) => path.EndsWith(JournalSuffix, StringComparison.Ordinal);

    /// <summary>The bytes of a journal up to its last line feed: a line that is just being written is no line yet.</summary>
    internal static async Task<byte[]> ReadWholeLinesAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            byte[] bytes = new byte[stream.Length];
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return bytes[..(bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1)];
        }
    }

    private static IEnumerable<string> Files(string folder)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false });

    private static bool IsKept(string path) => Path.GetFileName(path) != "lock" && !path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
