using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Samples;

/// <summary>
/// Imported cells: <c>cells/&lt;cell&gt;/v&lt;n&gt;/</c> holds the cycler's file byte for byte (<c>source.*</c>), <c>details.json</c> and <c>curves.json</c>; the record <c>cells/&lt;cell&gt;.json</c> is written last and names
/// the version that counts. A second import makes a second version; the first stays.
/// </summary>
/// <remarks>Thread safety: imports of one store follow each other; the data folder has one writer.</remarks>
public sealed class CellImportStore(DataFolder data)
{
    /// <summary>The file of how it was read.</summary>
    public const string DetailsName = "details.json";

    /// <summary>The file of the curves.</summary>
    public const string CurvesName = "curves.json";

    /// <summary>Keeps an import.</summary>
    /// <param name="test">The cell; its version, source and hash are filled in here, and an exclusion of the cell that is there already is kept.</param>
    /// <param name="details">How it was read.</param>
    /// <param name="curves">Its half cycles.</param>
    /// <param name="source">The cycler's file, from its start; seekable.</param>
    /// <param name="cancellationToken">Heeded until the record is written; what was written till then counts nowhere.</param>
    /// <exception cref="InputException">A field is out of range, or the name belongs to a cell of another sample.</exception>
    public async Task<CellTest> AddAsync(CellTest test, CellImportDetails details, IReadOnlyList<CellHalfCycle> curves, Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(source);
        data.RequireWritable();
        if (test.CellName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) throw new InputException($"a cell cannot be called '{test.CellName}'", "cell", "Leave the ending out");
        CellTestStore.Check(test with { Version = 1 });
        await CellTestStore.OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var records = new CellTestStore(data);
            CellTest? before = await records.FindAsync(test.CellName, cancellationToken).ConfigureAwait(false);
            if (before is not null && before.SampleName != test.SampleName)
                throw new InputException($"there is a cell '{test.CellName}' of sample '{before.SampleName}' already", "cell", "Give the cell another name");
            int version = 1 + Versions(test.CellName).DefaultIfEmpty(before?.Version ?? 0).Max();
            string folder = FolderOf(test.CellName, version), kept = "source" + Ending(details.SourceName);
            Directory.CreateDirectory(folder);
            (string sha256, long bytes) = await KeepAsync(Path.Combine(folder, kept), source, cancellationToken).ConfigureAwait(false);
            byte[] drawn = JsonSerializer.SerializeToUtf8Bytes(curves, DomainJson.Line);
            await AtomicFile.WriteAsync(Path.Combine(folder, CurvesName), drawn, cancellationToken).ConfigureAwait(false);
            await JsonFile.WriteAsync(
                Path.Combine(folder, DetailsName), details with { Version = version, KeptAs = kept, SourceSha256 = sha256, SourceBytes = bytes, CurvesSha256 = Convert.ToHexStringLower(SHA256.HashData(drawn)) }, cancellationToken).ConfigureAwait(false);
            AtomicFile.FlushFolder(Path.GetDirectoryName(folder)!);
            CellTest whole = test with
            {
                Version = version, SourceName = details.SourceName, SourceSha256 = sha256, Exclusion = before?.Exclusion ?? test.Exclusion, ExcludedBy = before?.ExcludedBy ?? test.ExcludedBy, ExcludedAt = before?.ExcludedAt ?? test.ExcludedAt,
            };
            CellTestStore.Check(whole);
            await records.WriteAsync(whole, cancellationToken).ConfigureAwait(false);
            return whole;
        }
        finally
        {
            CellTestStore.OneAtATime.Release();
        }
    }

    /// <summary>The imports of a cell, the newest first.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<CellImportDetails>> ReadDetailsAsync(string cellName, CancellationToken cancellationToken)
    {
        List<CellImportDetails> found = [];
        foreach (int version in Versions(cellName).OrderDescending())
            if (Path.Combine(FolderOf(cellName, version), DetailsName) is var path && File.Exists(path)) found.Add(await JsonFile.ReadAsync<CellImportDetails>(path, cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>The half cycles of a cell's version that counts; empty where none was imported.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public async Task<IReadOnlyList<CellHalfCycle>> ReadCurvesAsync(CellTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.Version > 0 && SampleName.IsValid(test.CellName) ? await JsonFile.ReadAsync<List<CellHalfCycle>>(Path.Combine(FolderOf(test.CellName, test.Version), CurvesName), cancellationToken).ConfigureAwait(false) : [];
    }

    /// <summary>Opens the cycler's file of a version; null where there is none.</summary>
    public async Task<(Stream File, CellImportDetails Details)?> OpenSourceAsync(string cellName, int version, CancellationToken cancellationToken)
    {
        if (!SampleName.IsValid(cellName) || Path.Combine(FolderOf(cellName, version), DetailsName) is var path && !File.Exists(path)) return null;
        CellImportDetails details = await JsonFile.ReadAsync<CellImportDetails>(path, cancellationToken).ConfigureAwait(false);
        string kept = Path.Combine(FolderOf(cellName, version), Path.GetFileName(details.KeptAs));
        return File.Exists(kept) ? (new FileStream(kept, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous), details) : null;
    }

    internal string FolderOf(string cellName, int version) => Path.Combine(data.Cells, cellName, FormattableString.Invariant($"v{version}"));

    private int[] Versions(string cellName)
    {
        string folder = Path.Combine(data.Cells, cellName);
        return SampleName.IsValid(cellName) && Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, "v*").Select(path => int.TryParse(Path.GetFileName(path).AsSpan(1), out int number) ? number : 0).Where(number => number > 0)]
            : [];
    }

    /// <summary>A plain ending of a file's name; <c>.dat</c> where it has none that can be kept.</summary>
    private static string Ending(string name)
    {
        string ending = Path.GetExtension(name).ToLowerInvariant();
        return ending.Length is > 1 and <= 9 && ending.Skip(1).All(char.IsAsciiLetterOrDigit) && ending is not (AtomicFile.TemporarySuffix or ".json" or ".ndjson") ? ending : ".dat";
    }

    private static async Task<(string Sha256, long Bytes)> KeepAsync(string path, Stream source, CancellationToken cancellationToken)
    {
        source.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        await AtomicFile.WriteAsync(path, async (stream, token) =>
        {
            byte[] block = new byte[1 << 16];
            while (await source.ReadAsync(block, token).ConfigureAwait(false) is > 0 and var read)
            {
                hash.AppendData(block, 0, read);
                bytes += read;
                await stream.WriteAsync(block.AsMemory(0, read), token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }
}
