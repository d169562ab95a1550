using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Storage.Bundles;

/// <summary>
/// A run as one zip for other people and other programs: its files, what is registered of its sample, RO-Crate metadata, and a manifest of hashes. It is written straight through, so memory grows with the
/// number of files and not with their size. The same files and options give the same bytes.
/// </summary>
public static class RunBundle
{
    /// <summary>Name of the manifest: SHA-256 of every other file, as <c>sha256sum -c</c> reads it.</summary>
    public const string Manifest = "manifest-sha256.txt";

    /// <summary>Name of the text for people.</summary>
    public const string ReadMe = "README.txt";

    internal const string TableSchemaName = "particles.csv-metadata.json";
    private const int BufferBytes = 1 << 17;
    private const int PlainFile = 0b1_000_000_110_100_100 << 16; // -rw-r--r--
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Files that a bundle makes itself.</summary>
    internal static IReadOnlySet<string> Own { get; } = new HashSet<string>(StringComparer.Ordinal) { Manifest, ReadMe, TableSchemaName, RoCrate.FileName };

    /// <summary>Writes a bundle as a file, which is there whole or not at all.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="options">What goes into it.</param>
    /// <param name="path">The zip; one that is there is replaced.</param>
    /// <param name="progress">Share of the bytes that are written, 0…1; or null.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="InputException">A file of the run cannot be read, or an option does not fit.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task<BundleReport> WriteFileAsync(RunFolder folder, BundleOptions options, string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        BundleReport? report = null;
        await AtomicFile.WriteAsync(path, async (stream, token) => report = await WriteAsync(folder, options, stream, progress, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return report!;
    }

    /// <summary>Writes a bundle on a stream that need only be written forwards.</summary>
    /// <inheritdoc cref="WriteFileAsync" path="/param"/>
    /// <inheritdoc cref="WriteFileAsync" path="/exception"/>
    /// <param name="target">The stream; it stays open.</param>
    public static async Task<BundleReport> WriteAsync(RunFolder folder, BundleOptions options, Stream target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        List<BundleEntry> entries = [.. BundleContent.Of(folder, options), .. await CellsAsync(folder, cancellationToken).ConfigureAwait(false)];
        long total = entries.Sum(entry => File.Exists(entry.Path) ? new FileInfo(entry.Path).Length : 0), done = 0;
        List<BundledFile> files = [];
        var forward = new ForwardStream(target);
        await using (forward.ConfigureAwait(false))
        {
            ZipArchive zip = await ZipArchive.CreateAsync(forward, ZipArchiveMode.Create, leaveOpen: true, Utf8, cancellationToken).ConfigureAwait(false);
            await using (zip.ConfigureAwait(false))
            {
                DateTimeOffset stamp = Stamp(folder.Record.CreatedAt);
                foreach (BundleEntry entry in entries)
                {
                    if (await OpenAsync(entry.Path, cancellationToken).ConfigureAwait(false) is not { } content) continue;
                    await using (content.ConfigureAwait(false))
                        files.Add(await PackAsync(zip, entry.Name, content, stamp, bytes => progress?.Report(total == 0 ? 1 : Math.Min(1, (double)(done + bytes) / total)), cancellationToken).ConfigureAwait(false));
                    done += files[^1].Bytes;
                }

                CrateContent crate = await DescribeAsync(folder, options, files, cancellationToken).ConfigureAwait(false);
                if (files.Any(file => file.Name == "particles.csv"))
                    files.Add(await PackAsync(zip, TableSchemaName, TableSchema.Render(await HeaderAsync(folder.ParticlesCsvPath, cancellationToken).ConfigureAwait(false)), stamp, cancellationToken).ConfigureAwait(false));
                files.Add(await PackAsync(zip, ReadMe, BundleReadMe.Render(crate), stamp, cancellationToken).ConfigureAwait(false));
                files.Add(await PackAsync(zip, RoCrate.FileName, RoCrate.Render(crate with { Files = [.. files] }), stamp, cancellationToken).ConfigureAwait(false));
                string manifest = string.Concat(files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.Name}\n"));
                files.Add(await PackAsync(zip, Manifest, manifest, stamp, cancellationToken).ConfigureAwait(false));
            }

            await forward.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return new BundleReport(folder.RunId, files.Count, files.Sum(file => file.Bytes));
    }

    private static async Task<IReadOnlyList<BundleEntry>> CellsAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        string? runs = Path.GetDirectoryName(folder.FolderPath), root = Path.GetDirectoryName(runs);
        if (root is null || Path.GetFileName(runs) != "runs") return [];
        DataFolder data = DataFolder.OpenReadOnly(root);
        if (!Directory.Exists(data.Cells)) return [];
        IReadOnlyList<CellTest> cells = await new CellTestStore(data).ListAsync(folder.Record.Sample.Name, cancellationToken).ConfigureAwait(false);
        return [.. cells.SelectMany(cell => BundleContent.OfCell(data, cell.CellName))];
    }

    private static async Task<CrateContent> DescribeAsync(RunFolder folder, BundleOptions options, IReadOnlyList<BundledFile> files, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunEvent> events = await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false);
        RunEvent? last = events.LastOrDefault(line => line.Kind is RunEventKind.RunCompleted or RunEventKind.RunFailed or RunEventKind.RunStopped);
        RunEvent? saved = events.FirstOrDefault(line => line.Kind == RunEventKind.FrameSaved);
        return new CrateContent(
            folder.Record, options, last?.Kind switch { RunEventKind.RunCompleted => "completed", RunEventKind.RunFailed => "failed", RunEventKind.RunStopped => "stopped", _ => "running" }, last?.Time,
            saved?.Data["record"].Deserialize<FrameRecord>(DomainJson.Line)?.Metadata,
            File.Exists(folder.MorphologyPath) ? await JsonFile.ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false) : null,
            File.Exists(folder.CellResultPath) ? await JsonFile.ReadAsync<CellPrediction>(folder.CellResultPath, cancellationToken).ConfigureAwait(false) : null, files);
    }

    private static async Task<string> HeaderAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path, Utf8);
        return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "";
    }

    private static async Task<BundledFile> PackAsync(ZipArchive zip, string name, string text, DateTimeOffset stamp, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Utf8.GetBytes(text), writable: false);
        return await PackAsync(zip, name, content, stamp, null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<BundledFile> PackAsync(ZipArchive zip, string name, Stream content, DateTimeOffset stamp, Action<long>? told, CancellationToken cancellationToken)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, BundleContent.IsPacked(name) ? CompressionLevel.Optimal : CompressionLevel.Fastest);
        (entry.LastWriteTime, entry.ExternalAttributes) = (stamp, PlainFile);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        Stream packed = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (packed.ConfigureAwait(false))
        {
            byte[] buffer = new byte[BufferBytes];
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await packed.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                bytes += read;
                told?.Invoke(bytes);
            }
        }

        return new BundledFile(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>A file as it stands now, a journal up to its last whole line; null when it has gone meanwhile.</summary>
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

    /// <summary>The time of every file in the archive: that of the run, to the two seconds that a zip can tell, within the years that it can tell.</summary>
    private static DateTimeOffset Stamp(DateTimeOffset at)
    {
        DateTime utc = at.UtcDateTime;
        return utc.Year is < 1980 or > 2107 ? new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero) : new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second & ~1, TimeSpan.Zero);
    }
}
