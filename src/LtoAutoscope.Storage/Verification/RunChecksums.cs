using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Verification;

/// <summary>
/// <c>SHA256SUMS</c> of a run folder: the hash of every file of a completed run, in the form that <c>sha256sum -c</c> reads. Its own hash stands in the journal's line <c>run_completed</c>,
/// so that no file of the folder can change unseen.
/// </summary>
public static class RunChecksums
{
    /// <summary>Its name.</summary>
    public const string FileName = "SHA256SUMS";

    private const int HashLength = 64;
    private const string Separator = "  ";

    /// <summary>Writes it atomically, over an older one; returns its path.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task<string> WriteAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = folder.PathOf(FileName);
        var lines = new List<string>();
        foreach (string relative in FilesOf(folder.FolderPath).Where(IsListed))
            lines.Add($"{await FileHash.Sha256Async(folder.PathOf(relative), cancellationToken).ConfigureAwait(false)}{Separator}{relative}\n");
        await AtomicFile.WriteTextAsync(path, string.Concat(lines), cancellationToken).ConfigureAwait(false);
        return path;
    }

    /// <summary>Reads it: the hash of each file by its path with forward slashes.</summary>
    /// <exception cref="InputException">A line is none of this form.</exception>
    internal static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string[] lines = await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false);
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.Length <= HashLength + Separator.Length || line.Substring(HashLength, Separator.Length) != Separator || !sums.TryAdd(line[(HashLength + Separator.Length)..], line[..HashLength]))
                throw new InputException("the line holds no hash and path", FormattableString.Invariant($"{path}, line {i + 1}"), "Restore the file from a backup");
        }

        return sums;
    }

    /// <summary>All files of a folder by their paths with forward slashes, in order.</summary>
    internal static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>Whether a file belongs to the run for good: not journals, which grow, and not what can be made again from the frames.</summary>
    internal static bool IsListed(string relative)
        => relative != FileName && !relative.StartsWith(RunFolder.JournalName, StringComparison.Ordinal) && !relative.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)
            && !relative.StartsWith("fem/state/", StringComparison.Ordinal) && !IsPreview(relative)
            && relative != Columns.ParticleColumnsFile.FileName && !relative.StartsWith(Decisions.DecisionJournal.FileName, StringComparison.Ordinal);

    /// <summary>Whether a file is a preview or an overlay of a frame.</summary>
    internal static bool IsPreview(string relative)
        => relative.StartsWith("frames/", StringComparison.Ordinal) && (relative.EndsWith(".jpg", StringComparison.Ordinal) || relative.EndsWith("_overlay.png", StringComparison.Ordinal));
}
