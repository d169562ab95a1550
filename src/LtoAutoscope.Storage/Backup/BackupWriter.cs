using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Backup;

/// <summary>
/// Writes everything of a data folder that is not in a run folder into one archive, beside a running daemon: files are whole or absent there, and a journal is taken up to its
/// last whole line. What was written is read back before it counts.
/// </summary>
public static class BackupWriter
{
    /// <summary>Archives that are kept in a folder. Default 14.</summary>
    public const int DefaultKept = 14;

    private const string NameStart = "lto-autoscope-", NameEnd = ".tar.gz";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder in which backups lie when no other is named.</summary>
    public static string DefaultFolder(DataFolder data) => Path.Combine(data.Root, BackupContent.OwnFolder);

    /// <summary>Makes a backup and deletes the oldest ones beyond those to be kept.</summary>
    /// <param name="data">The data folder; no lock is needed.</param>
    /// <param name="config">A configuration folder to take along, or null.</param>
    /// <param name="target">The folder of the archives; made where it is missing.</param>
    /// <param name="keep">How many archives stay in that folder, this one included; 0 keeps all.</param>
    /// <param name="softwareVersion">The program's version.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Share of the bytes that are written, 0…1; or null.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="InputException">The target cannot be made, or lies where it would back itself up.</exception>
    /// <exception cref="IOException">The disk is full or gone, or what was written reads back otherwise.</exception>
    public static async Task<BackupReport> WriteAsync(
        DataFolder data, string? config, string target, int keep, string softwareVersion, TimeProvider time, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        string folder = Path.GetFullPath(target);
        RequireOutside(folder, data, config);
        DataFolderChecks.MakeFolder(folder);
        IReadOnlyList<(string Entry, string Path)> sources = [.. BackupContent.OfData(data.Root), .. config is null ? [] : BackupContent.OfConfig(Path.GetFullPath(config))];
        string archive = NewName(folder, time);
        BackupManifest? manifest = null;
        await AtomicFile.WriteAsync(archive, async (stream, token) => manifest = await WriteToAsync(stream, data, sources, softwareVersion, time, progress, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        try
        {
            // Account files are in it.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(archive, OwnerOnly);
            await BackupArchive.VerifyAsync(archive, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            File.Delete(archive);
            throw new IOException($"The backup reads back otherwise than it was written, and was deleted: {error.Message}", error);
        }
        catch (OperationCanceledException)
        {
            File.Delete(archive);
            throw;
        }

        IReadOnlyList<string> deleted = DeleteOldest(folder, archive, keep);
        return new BackupReport(
            archive, manifest!.Files.Count, manifest.Files.Sum(file => file.Bytes), new FileInfo(archive).Length, manifest.Runs.Count, deleted, IsOnSameDisk(folder, data.Root));
    }

    private static async Task<BackupManifest> WriteToAsync(
        Stream stream, DataFolder data, IReadOnlyList<(string Entry, string Path)> sources, string softwareVersion, TimeProvider time, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        List<BackupFile> files = [];
        long total = sources.Sum(source => File.Exists(source.Path) ? new FileInfo(source.Path).Length : 0), done = 0;
        var zipped = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        await using (zipped.ConfigureAwait(false))
        {
            var writer = new TarWriter(zipped, TarEntryFormat.Pax, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                foreach ((string entry, string path) in sources)
                {
                    if (await OpenAsync(path, cancellationToken).ConfigureAwait(false) is not { } content) continue;
                    await using (content.ConfigureAwait(false))
                    {
                        string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
                        content.Position = 0;
                        files.Add(new BackupFile(entry, content.Length, hash));
                        var item = new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = content, ModificationTime = File.GetLastWriteTimeUtc(path) };
                        if (!OperatingSystem.IsWindows()) item.Mode = File.GetUnixFileMode(path);
                        await writer.WriteEntryAsync(item, cancellationToken).ConfigureAwait(false);
                        done += content.Length;
                        progress?.Report(total == 0 ? 1 : Math.Min(1, (double)done / total));
                    }
                }

                var manifest = new BackupManifest
                {
                    Format = BackupManifest.PresentFormat, MadeAt = now, Machine = Environment.MachineName, SoftwareVersion = softwareVersion, DataFolder = data.Root, Files = files,
                    Runs = await RunsAsync(data, cancellationToken).ConfigureAwait(false),
                };
                using var text = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, DomainJson.File));
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.EntryName) { DataStream = text, ModificationTime = now }, cancellationToken).ConfigureAwait(false);
                return manifest;
            }
        }
    }

    /// <summary>A file as it stands now; null when it has gone meanwhile. An open file keeps its content when another is renamed over it.</summary>
    private static async Task<Stream?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return BackupContent.IsJournal(path)
                ? new MemoryStream(await BackupContent.ReadWholeLinesAsync(path, cancellationToken).ConfigureAwait(false), writable: false)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<BackupRun>> RunsAsync(DataFolder data, CancellationToken cancellationToken)
    {
        List<BackupRun> runs = [];
        foreach (string runId in RunFolder.List(data))
        {
            string journal = Path.Combine(data.RunPath(runId), RunFolder.JournalName);
            byte[] lines = File.Exists(journal) ? await BackupContent.ReadWholeLinesAsync(journal, cancellationToken).ConfigureAwait(false) : [];
            runs.Add(new BackupRun(runId, lines.Length, Convert.ToHexStringLower(SHA256.HashData(lines))));
        }

        return runs;
    }

    private static string NewName(string folder, TimeProvider time)
    {
        string stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (int number = 1; ; number++)
        {
            string path = Path.Combine(folder, $"{NameStart}{stamp}{(number == 1 ? "" : $"-{number}")}{NameEnd}");
            if (!File.Exists(path)) return path;
        }
    }

    private static IReadOnlyList<string> DeleteOldest(string folder, string newest, int keep)
    {
        if (keep == 0) return [];
        string[] surplus = [.. Directory.EnumerateFiles(folder, $"{NameStart}*{NameEnd}").Where(path => path != newest).OrderDescending(StringComparer.Ordinal).Skip(keep - 1)];
        foreach (string path in surplus) File.Delete(path);
        return surplus;
    }

    /// <summary>An archive in a folder that the next backup takes would hold all the earlier ones.</summary>
    private static void RequireOutside(string folder, DataFolder data, string? config)
    {
        string own = DefaultFolder(data);
        bool isOwn = folder == own || IsInside(folder, own);
        if (!isOwn && (folder == data.Root || IsInside(folder, data.Root)) || config is not null && (folder == Path.GetFullPath(config) || IsInside(folder, Path.GetFullPath(config))))
            throw new InputException("the backups would lie in what is backed up", folder, $"Choose a folder elsewhere with --to, or leave it out for {own}");
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsOnSameDisk(string first, string second)
    {
        try
        {
            return MountOf(first) == MountOf(second);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        static string? MountOf(string path) => DriveInfo.GetDrives().Select(drive => drive.Name)
            .Where(name => path == name || IsInside(path, name) || name == Path.GetPathRoot(path)).MaxBy(name => name.Length);
    }
}
