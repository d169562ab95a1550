using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Samples;

/// <summary>Diffraction patterns of samples: <c>samples/&lt;name&gt;/xrd/&lt;n&gt;.xy</c> as it was given, and <c>&lt;n&gt;.json</c> about it. A new pattern gets a new number; earlier ones stay.</summary>
public sealed class XrdPatternStore(DataFolder data)
{
    internal const string FolderName = "xrd", Ending = "xy";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Keeps a pattern.</summary>
    /// <param name="sample">A registered sample.</param>
    /// <param name="sourceName">Name of the file as it was given.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="wavelengthNm">Wavelength, nm, above 0 and at most 1.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="InputException">The wavelength is out of range.</exception>
    public async Task<XrdPatternRecord> AddAsync(Sample sample, string sourceName, ReadOnlyMemory<byte> bytes, double wavelengthNm, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sample);
        data.RequireWritable();
        if (sample.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) throw new InputException($"patterns of a sample called '{sample.Name}' cannot be kept", "sample", "Register it under a name without that ending");
        if (wavelengthNm is not (> 0 and <= 1)) throw new InputException(FormattableString.Invariant($"a wavelength of {wavelengthNm} nm cannot be used"), "wavelength_nm", "Give it in nm, such as 0.154056 for Cu Kα");
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int number = 1 + (await ListAsync(sample.Name, cancellationToken).ConfigureAwait(false)).Select(record => record.Number).DefaultIfEmpty(0).Max();
            await AtomicFile.WriteAsync(PathOf(sample.Name, number, Ending), bytes, cancellationToken).ConfigureAwait(false);
            var record = new XrdPatternRecord(number, sourceName, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), by, at, wavelengthNm);
            await JsonFile.WriteAsync(PathOf(sample.Name, number, "json"), record, cancellationToken).ConfigureAwait(false);
            return record;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>The patterns of a sample, the newest first.</summary>
    public async Task<IReadOnlyList<XrdPatternRecord>> ListAsync(string sampleName, CancellationToken cancellationToken)
    {
        string folder = FolderOf(sampleName);
        if (!SampleName.IsValid(sampleName) || !Directory.Exists(folder)) return [];
        List<XrdPatternRecord> found = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.json")) found.Add(await JsonFile.ReadAsync<XrdPatternRecord>(path, cancellationToken).ConfigureAwait(false));
        return [.. found.OrderByDescending(record => record.Number)];
    }

    /// <summary>Opens a pattern as it was given; null where there is none.</summary>
    public Stream? Open(string sampleName, int number)
        => SampleName.IsValid(sampleName) && File.Exists(PathOf(sampleName, number, Ending)) ? new FileStream(PathOf(sampleName, number, Ending), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16) : null;

    private string FolderOf(string sampleName) => Path.Combine(data.Samples, sampleName, FolderName);

    private string PathOf(string sampleName, int number, string ending) => Path.Combine(FolderOf(sampleName), FormattableString.Invariant($"{number}.{ending}"));
}
