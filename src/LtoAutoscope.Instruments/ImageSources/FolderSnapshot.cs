namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>The files of a folder at one moment, with size and time.</summary>
internal sealed class FolderSnapshot
{
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial"];
    private readonly Dictionary<string, FileStamp> _files;

    private FolderSnapshot(Dictionary<string, FileStamp> files) => _files = files;

    /// <summary>Nothing.</summary>
    public static FolderSnapshot Empty { get; } = new([]);

    /// <summary>The files, by their full path.</summary>
    public IReadOnlyDictionary<string, FileStamp> Files => _files;

    /// <summary>Looks at a folder.</summary>
    /// <exception cref="IOException">It is not there, or the share is away.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FolderSnapshot Take(string folder, string pattern)
    {
        var options = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles(pattern, options))
        {
            if (file.Name.StartsWith('.') || Unfinished.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) continue;

            // A listing may hold what the folder's entry says; the file itself knows better, and may be gone by now.
            file.Refresh();
            if (file.Exists) files[file.FullName] = new FileStamp(file.Length, file.LastWriteTimeUtc);
        }

        return new FolderSnapshot(files);
    }

    /// <summary>The files that are not in an earlier look or differ from it, newest first.</summary>
    public IEnumerable<KeyValuePair<string, FileStamp>> Since(FolderSnapshot earlier) => _files
        .Where(file => !earlier._files.TryGetValue(file.Key, out FileStamp old) || old != file.Value)
        .OrderByDescending(static file => file.Value.Written)
        .ThenByDescending(static file => file.Key, StringComparer.Ordinal);
}
