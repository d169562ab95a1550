using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Datasets;

/// <summary>
/// Data sets of annotated pictures: <c>NAME/VERSION/</c> with <c>dataset.json</c>, <c>SHA256SUMS</c> and the files that it lists. A version is added whole and
/// never changed; a correction is a new version.
/// </summary>
/// <remarks>Thread safety: one process adds at a time, by a lock of its own, so data sets can be taken in beside a running daemon.</remarks>
public sealed class DatasetStore(string root, TimeProvider time)
{
    /// <summary>Name of the record's file.</summary>
    public const string RecordName = "dataset.json";

    /// <summary>Name of the list of hashes, in the form of <c>sha256sum</c>.</summary>
    public const string SumsName = "SHA256SUMS";

    private const string Incoming = ".incoming-";

    /// <summary>The folder that holds them.</summary>
    public string Root { get; } = root;

    /// <summary>Adds a version.</summary>
    /// <param name="record">What it is; name, version, time and hash are set here.</param>
    /// <param name="name">Its name.</param>
    /// <param name="files">Its files.</param>
    /// <param name="forbidden">Pictures that it must not hold, by SHA-256 of their pixels' file, with the reason: a golden frame must never be trained on.</param>
    /// <param name="cancellationToken">Leaves nothing behind that counts.</param>
    /// <exception cref="InputException">The name is none, a picture is forbidden, or the newest version holds exactly the same.</exception>
    public async Task<DatasetRecord> AddAsync(DatasetRecord record, string name, IReadOnlyList<DatasetFile> files, IReadOnlyDictionary<string, string> forbidden, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(forbidden);
        if (!SampleName.IsValid(name)) throw new InputException($"'{name}' cannot name a data set", "--name", "Use letters, digits, '.', '-' and '_', at most 64, the first a letter or digit");
        if (record.Pictures.FirstOrDefault(p => forbidden.ContainsKey(p.ImageSha256)) is { } known)
            throw new InputException($"the picture is already in {forbidden[known.ImageSha256]}", known.Name, "A picture is either trained on or compared on, never both: take it out of images/");
        using FolderLock held = await FolderLock.TakeAsync(Root, cancellationToken).ConfigureAwait(false);
        string sums = string.Concat(files.OrderBy(static f => f.Path, StringComparer.Ordinal).Select(static f => $"{Convert.ToHexStringLower(SHA256.HashData(f.Bytes))}  {f.Path}\n"));
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)));
        IReadOnlyList<DatasetRecord> versions = [.. (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(r => r.Name == name)];
        if (versions.Count > 0 && versions[^1].Sha256 == sha256)
            throw new InputException($"version {versions[^1].Version} holds exactly these pictures and outlines", name, "Nothing needs to be done; correct something to make a new version");
        int version = 1 + versions.Select(static r => r.Version).DefaultIfEmpty().Max();
        string home = Path.Combine(Root, name), place = Path.Combine(home, version.ToString(CultureInfo.InvariantCulture)), incoming = Path.Combine(home, $"{Incoming}{Guid.NewGuid():N}");
        DatasetRecord made = record with { Name = name, Version = version, ImportedAt = time.GetUtcNow(), Sha256 = sha256 };
        try
        {
            foreach (DatasetFile file in files)
                await AtomicFile.WriteAsync(Path.Combine(incoming, file.Path.Replace('/', Path.DirectorySeparatorChar)), file.Bytes, cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(Path.Combine(incoming, SumsName), sums, cancellationToken).ConfigureAwait(false);
            await JsonFile.WriteAsync(Path.Combine(incoming, RecordName), made, cancellationToken).ConfigureAwait(false);
            foreach (string path in Directory.EnumerateFiles(incoming, "*", SearchOption.AllDirectories)) File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
            Directory.Move(incoming, place);
            AtomicFile.FlushFolder(home);
            return made;
        }
        catch
        {
            RemoveIncoming(incoming);
            throw;
        }
    }

    /// <summary>All data sets, by name and version.</summary>
    /// <exception cref="InputException">A record cannot be read.</exception>
    public async Task<IReadOnlyList<DatasetRecord>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Root)) return [];
        List<DatasetRecord> records = [];
        foreach (string path in Directory.EnumerateDirectories(Root).SelectMany(Directory.EnumerateDirectories).Where(static path => !Path.GetFileName(path).StartsWith('.')).Select(static path => Path.Combine(path, RecordName)).Where(File.Exists))
            records.Add(await JsonFile.ReadAsync<DatasetRecord>(path, cancellationToken).ConfigureAwait(false));
        return [.. records.OrderBy(static r => r.Name, StringComparer.Ordinal).ThenBy(static r => r.Version)];
    }

    /// <summary>The folder of a version.</summary>
    public string PathOf(DatasetRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Path.Combine(Root, record.Name, record.Version.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Which files of a version are missing or changed; empty when it is as it was taken in.</summary>
    /// <exception cref="InputException">Its list of hashes is missing.</exception>
    public async Task<IReadOnlyList<string>> VerifyAsync(DatasetRecord record, CancellationToken cancellationToken)
    {
        string folder = PathOf(record), sums = Path.Combine(folder, SumsName);
        if (!File.Exists(sums)) throw new InputException("the list of hashes is missing", sums, "Restore the file from a backup");
        if (await FileHash.Sha256Async(sums, cancellationToken).ConfigureAwait(false) != record.Sha256) return [SumsName];
        List<string> wrong = [];
        foreach (string line in await File.ReadAllLinesAsync(sums, cancellationToken).ConfigureAwait(false))
        {
            string path = Path.Combine(folder, line[66..].Replace('/', Path.DirectorySeparatorChar));
            if (!File.Exists(path) || await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false) != line[..64]) wrong.Add(line[66..]);
        }

        return wrong;
    }

    /// <summary>What pictures its data sets hold: SHA-256 of the picture's file, and the data set that has it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PicturesAsync(CancellationToken cancellationToken)
    {
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DatasetRecord record in await ListAsync(cancellationToken).ConfigureAwait(false))
            foreach (DatasetPicture picture in record.Pictures) pictures[picture.ImageSha256] = $"{Path.GetFileName(Root)}/{record.Reference}";
        return pictures;
    }

    private static void RemoveIncoming(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.SetAttributes(path, FileAttributes.Normal);
        Directory.Delete(folder, recursive: true);
    }
}
