using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Backup;

/// <summary>Reads a backup: a gzipped tar whose last entry is its manifest.</summary>
public static class BackupArchive
{
    private const string Remedy = "Use another archive: this one was cut off or has been changed";

    /// <summary>Reads the whole archive and holds every file against the manifest; writes nothing.</summary>
    /// <exception cref="InputException">It is no backup, was never finished, or a file in it has another hash; the message names it.</exception>
    public static async Task<BackupManifest> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        Dictionary<string, (long Bytes, string Sha256)> found = new(StringComparer.Ordinal);
        BackupManifest? manifest = null;
        await ReadAsync(path, async (name, stream) =>
        {
            if (name == BackupManifest.EntryName) manifest = await ReadManifestAsync(stream, path, cancellationToken).ConfigureAwait(false);
            else if (!found.TryAdd(name, await HashAsync(stream, cancellationToken).ConfigureAwait(false))) throw new InputException($"'{name}' stands in it twice", path, Remedy);
        }, cancellationToken).ConfigureAwait(false);
        if (manifest is null) throw new InputException("the archive has no manifest: it was never finished", path, Remedy);
        if (manifest.Format != BackupManifest.PresentFormat)
            throw new InputException($"the archive has the form {manifest.Format}, and this version reads {BackupManifest.PresentFormat}", path, "Restore it with the version that made it");
        foreach (BackupFile file in manifest.Files)
        {
            RequireSafe(file.Path, path);
            if (!found.Remove(file.Path, out (long Bytes, string Sha256) actual)) throw new InputException($"'{file.Path}' is missing in it", path, Remedy);
            if (actual != (file.Bytes, file.Sha256)) throw new InputException($"'{file.Path}' has the SHA-256 {actual.Sha256} and was backed up with {file.Sha256}", path, Remedy);
        }

        return found.Count == 0 ? manifest : throw new InputException($"'{found.Keys.First()}' is not in its manifest", path, Remedy);
    }

    /// <summary>Gives every entry in order.</summary>
    internal static async Task ReadAsync(string path, Func<string, Stream, Task> take, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, "Give the path of an archive that 'backup' wrote");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (file.ConfigureAwait(false))
            {
                var unzipped = new GZipStream(file, CompressionMode.Decompress);
                await using (unzipped.ConfigureAwait(false))
                {
                    var reader = new TarReader(unzipped, leaveOpen: true);
                    await using (reader.ConfigureAwait(false))
                    {
                        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                            await take(entry.Name, entry.DataStream ?? Stream.Null).ConfigureAwait(false);
                    }

                    // What follows the end of the tar belongs to the check sum of the gzip.
                    await unzipped.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InputException($"the archive cannot be read ({error.Message.TrimEnd('.')})", path, Remedy, error);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(Stream stream, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<BackupManifest>(stream, DomainJson.File, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("it holds null");
        }
        catch (JsonException error)
        {
            throw new InputException($"its manifest cannot be read ({error.Message.TrimEnd('.')})", path, Remedy, error);
        }
    }

    private static async Task<(long Bytes, string Sha256)> HashAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; bytes += read) hash.AppendData(buffer, 0, read);
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void RequireSafe(string entry, string path)
    {
        bool isSafe = (entry.StartsWith(BackupContent.DataPrefix, StringComparison.Ordinal) || entry.StartsWith(BackupContent.ConfigPrefix, StringComparison.Ordinal))
            && !entry.Contains('\\', StringComparison.Ordinal) && !entry.Contains(':', StringComparison.Ordinal) && entry.Split('/').All(part => part is not ("" or "." or ".."));
        if (!isSafe) throw new InputException($"'{entry}' would be written outside the folder", path, "Use an archive that 'backup' wrote");
    }
}
