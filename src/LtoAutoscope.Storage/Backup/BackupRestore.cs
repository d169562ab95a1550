using System.Globalization;
using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Backup;

/// <summary>Brings a backup back. The whole archive is checked before the first byte is written, and nothing is overwritten unless that is asked for; what is replaced is kept.</summary>
public static class BackupRestore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Restores into a data folder that is open for writing.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="data">The data folder, under its lock.</param>
    /// <param name="config">Where configuration goes, or null to leave it.</param>
    /// <param name="overwrite">Whether files with another content may be replaced.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Share of the files that are written, 0…1; or null.</param>
    /// <param name="cancellationToken">Ends between two files; each is whole.</param>
    /// <exception cref="InputException">The archive is not sound, or files would be overwritten without having been asked for; the message names them.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task<RestoreReport> RestoreAsync(
        string archive, DataFolder data, string? config, bool overwrite, TimeProvider time, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        string path = Path.GetFullPath(archive);
        BackupManifest manifest = await BackupArchive.VerifyAsync(path, cancellationToken).ConfigureAwait(false);
        Dictionary<string, (BackupFile File, string Target, Standing Standing)> plan = new(StringComparer.Ordinal);
        int configLeft = 0;
        foreach (BackupFile file in manifest.Files)
        {
            if (TargetOf(file.Path, data.Root, config) is not { } target) configLeft++;
            else plan[file.Path] = (file, target, await StandingAsync(target, file, cancellationToken).ConfigureAwait(false));
        }

        string[] others = [.. plan.Values.Where(item => item.Standing == Standing.Other).Select(item => item.Target)];
        if (others.Length > 0 && !overwrite)
        {
            throw new InputException(
                $"{others.Length} files stand there with another content: {string.Join(", ", others.Take(5).Select(name => Path.GetRelativePath(data.Root, name)))}{(others.Length > 5 ? ", …" : "")}",
                data.Root, "Restore into an empty folder with --data DIR, or give --overwrite: what is replaced is kept in the folder 'replaced'");
        }

        string? kept = others.Length == 0 ? null : Path.Combine(data.Root, BackupContent.ReplacedFolder, time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        int written = 0, seen = 0;
        await BackupArchive.ReadAsync(path, async (name, stream) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!plan.TryGetValue(name, out var item)) return;
            progress?.Report((double)++seen / plan.Count);
            if (item.Standing == Standing.Same) return;
            if (item.Standing == Standing.Other) Keep(item.Target, Path.Combine(kept!, name.Replace('/', Path.DirectorySeparatorChar)));
            await AtomicFile.WriteAsync(item.Target, stream.CopyToAsync, cancellationToken).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows() && name.StartsWith(BackupContent.DataPrefix + "accounts/", StringComparison.Ordinal)) File.SetUnixFileMode(item.Target, OwnerOnly);
            if (await FileHash.Sha256Async(item.Target, cancellationToken).ConfigureAwait(false) != item.File.Sha256) throw new IOException($"{item.Target} reads back otherwise than it was written.");
            written++;
        }, cancellationToken).ConfigureAwait(false);

        // Made from what stood there before; the next opening makes it anew.
        foreach (string index in Directory.EnumerateFiles(data.Index)) File.Delete(index);
        (IReadOnlyList<string> missing, IReadOnlyList<string> shorter) = await CompareRunsAsync(manifest, data, cancellationToken).ConfigureAwait(false);
        return new RestoreReport(path, manifest.MadeAt, written, plan.Values.Count(item => item.Standing == Standing.Same), others, kept, configLeft, missing, shorter);
    }

    private static string? TargetOf(string entry, string root, string? config)
    {
        bool isData = entry.StartsWith(BackupContent.DataPrefix, StringComparison.Ordinal);
        if (!isData && config is null) return null;
        string relative = entry[(isData ? BackupContent.DataPrefix : BackupContent.ConfigPrefix).Length..].Replace('/', Path.DirectorySeparatorChar);
        return Path.Combine(isData ? root : Path.GetFullPath(config!), relative);
    }

    private static async Task<Standing> StandingAsync(string target, BackupFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(target)) return Standing.Absent;
        return new FileInfo(target).Length == file.Bytes && await FileHash.Sha256Async(target, cancellationToken).ConfigureAwait(false) == file.Sha256 ? Standing.Same : Standing.Other;
    }

    /// <summary>A copy, so that the old file stands until the new one is renamed over it.</summary>
    private static void Keep(string target, string kept)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.Copy(target, kept, overwrite: true);
    }

    private static async Task<(IReadOnlyList<string> Missing, IReadOnlyList<string> Shorter)> CompareRunsAsync(BackupManifest manifest, DataFolder data, CancellationToken cancellationToken)
    {
        List<string> missing = [], shorter = [];
        foreach (BackupRun run in manifest.Runs)
        {
            string journal = Path.Combine(data.RunPath(run.RunId), RunFolder.JournalName);
            byte[] lines = File.Exists(journal) ? await BackupContent.ReadWholeLinesAsync(journal, cancellationToken).ConfigureAwait(false) : [];
            if (!File.Exists(Path.Combine(data.RunPath(run.RunId), RunFolder.RecordName))) missing.Add(run.RunId);
            else if (lines.Length < run.JournalBytes || Convert.ToHexStringLower(SHA256.HashData(lines.AsSpan(0, (int)run.JournalBytes))) != run.JournalSha256) shorter.Add(run.RunId);
        }

        return (missing, shorter);
    }

    private enum Standing
    {
        Absent,
        Same,
        Other,
    }
}
