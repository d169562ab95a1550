using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>
/// Reads a bundle from end to end: the archive itself, the hash of every file against the manifest, that no file is missing or too many, that no name leads out of a folder, and that the RO-Crate metadata tell the same
/// files with the same lengths and hashes. It changes nothing.
/// </summary>
public static class BundleVerifier
{
    private const long LargestText = 256L << 20;

    /// <summary>Checks a file.</summary>
    /// <exception cref="InputException">There is no such file, or it is no zip archive.</exception>
    public static async Task<BundleCheck> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new InputException("there is no such file", full, "Give the path of a bundle that 'export --bundle' wrote");
        List<string> problems = [];
        var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            ZipArchive zip;
            try
            {
                zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, null, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException error)
            {
                throw new InputException($"the file is no whole zip archive ({error.Message.TrimEnd('.')})", full, "Copy it again, or make the bundle again");
            }

            await using (zip.ConfigureAwait(false))
            {
                Dictionary<string, BundledFile> found = new(StringComparer.Ordinal);
                Dictionary<string, byte[]> texts = new(StringComparer.Ordinal);
                foreach (ZipArchiveEntry entry in zip.Entries)
                {
                    if (!IsSafe(entry.FullName)) problems.Add($"'{entry.FullName}' would be written outside the folder");
                    BundledFile? read = await ReadAsync(entry, texts, problems, cancellationToken).ConfigureAwait(false);
                    if (read is not null && !found.TryAdd(entry.FullName, read)) problems.Add($"'{entry.FullName}' stands in it twice");
                }

                CheckManifest(found, texts, problems);
                CheckCrate(found, texts, problems);
                return new BundleCheck(full, RunIdOf(texts), found.Count, found.Values.Sum(item => item.Bytes), problems);
            }
        }
    }

    private static async Task<BundledFile?> ReadAsync(ZipArchiveEntry entry, Dictionary<string, byte[]> texts, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using MemoryStream? kept = entry.FullName is RunBundle.Manifest or RoCrate.FileName or "run.json" && entry.Length <= LargestText ? new MemoryStream() : null;
            long bytes = 0;
            Stream content = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                byte[] buffer = new byte[1 << 17];
                for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; bytes += read)
                {
                    hash.AppendData(buffer, 0, read);
                    kept?.Write(buffer, 0, read);
                }
            }

            if (kept is not null) texts[entry.FullName] = kept.ToArray();
            return new BundledFile(entry.FullName, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            problems.Add($"'{entry.FullName}' cannot be unpacked ({error.Message.TrimEnd('.')})");
            return null;
        }
    }

    private static void CheckManifest(Dictionary<string, BundledFile> found, Dictionary<string, byte[]> texts, List<string> problems)
    {
        if (!texts.TryGetValue(RunBundle.Manifest, out byte[]? bytes))
        {
            problems.Add($"it has no {RunBundle.Manifest}: it is no run bundle, or it was never finished");
            return;
        }

        HashSet<string> listed = new(StringComparer.Ordinal) { RunBundle.Manifest };
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length < 67 || lines[i][64..66] != "  ")
            {
                problems.Add(FormattableString.Invariant($"{RunBundle.Manifest}, line {i + 1} holds no hash and path"));
                continue;
            }

            string hash = lines[i][..64], name = lines[i][66..];
            listed.Add(name);
            if (!found.TryGetValue(name, out BundledFile? file)) problems.Add($"'{name}' is missing in it");
            else if (file.Sha256 != hash) problems.Add($"'{name}' has the SHA-256 {file.Sha256} and was packed with {hash}");
        }

        foreach (string name in found.Keys.Where(name => !listed.Contains(name))) problems.Add($"'{name}' is not in its manifest");
    }

    private static void CheckCrate(Dictionary<string, BundledFile> found, Dictionary<string, byte[]> texts, List<string> problems)
    {
        if (!texts.TryGetValue(RoCrate.FileName, out byte[]? bytes))
        {
            problems.Add($"it has no {RoCrate.FileName}");
            return;
        }

        try
        {
            JsonNode?[] graph = [.. JsonNode.Parse(bytes)?["@graph"] as JsonArray ?? throw new JsonException("it has no @graph")];
            Dictionary<string, JsonNode> byId = new(StringComparer.Ordinal);
            foreach (JsonNode entity in graph.OfType<JsonNode>())
            {
                string id = entity["@id"]?.GetValue<string>() ?? throw new JsonException("an entity has no @id");
                if (!byId.TryAdd(id, entity)) problems.Add($"{RoCrate.FileName} tells of '{id}' twice");
            }

            if (!byId.ContainsKey("./")) problems.Add($"{RoCrate.FileName} has no root dataset");
            foreach (BundledFile file in found.Values.Where(file => file.Name is not (RunBundle.Manifest or RoCrate.FileName)))
            {
                if (!byId.TryGetValue(RoCrate.Id(file.Name), out JsonNode? entity)) problems.Add($"{RoCrate.FileName} does not tell of '{file.Name}'");
                else if (entity["sha256"]?.GetValue<string>() != file.Sha256 || entity["contentSize"]?.GetValue<string>() != file.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    problems.Add($"{RoCrate.FileName} tells another length or hash of '{file.Name}'");
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            problems.Add($"{RoCrate.FileName} cannot be read ({error.Message.TrimEnd('.')})");
        }
    }

    private static string? RunIdOf(Dictionary<string, byte[]> texts)
    {
        try
        {
            return texts.TryGetValue("run.json", out byte[]? bytes) ? JsonNode.Parse(bytes)?["run_id"]?.GetValue<string>() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsSafe(string name)
        => name.Length > 0 && name[0] != '/' && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal) && name.Split('/').All(part => part is not ("" or "." or ".."));
}
