using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Doses;

/// <summary>The dose ledger of one sample: <c>doses/&lt;sample&gt;.ndjson</c>, one line an exposure.</summary>
/// <remarks>Thread-safe. One writer a sample: the instrument takes one sample at a time.</remarks>
public sealed class DoseLedger : IDoseLedger, IAsyncDisposable
{
    /// <summary>The word of its lines. Data: the <see cref="DoseEntry"/>.</summary>
    public const string Exposed = "exposed";

    private readonly Lock _gate = new();
    private readonly DoseMap _map = new();
    private readonly NdjsonJournal _journal;

    private DoseLedger(NdjsonJournal journal)
    {
        _journal = journal;
        foreach (DoseEntry entry in Read(journal.Events)) _map.Add(entry);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DoseEntry> Entries
    {
        get
        {
            lock (_gate) return [.. _map.Entries];
        }
    }

    /// <summary>Opens, or makes, the ledger of a sample.</summary>
    /// <exception cref="InputException">The name is no sample's, or the journal is damaged before its last line.</exception>
    public static async Task<DoseLedger> OpenAsync(DataFolder data, string sampleName, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        return new DoseLedger(await NdjsonJournal.OpenAsync(PathOf(data, sampleName), time, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads the ledger of a sample without opening it; empty when there is none.</summary>
    /// <inheritdoc cref="OpenAsync" path="/exception"/>
    public static async Task<IReadOnlyList<DoseEntry>> ReadAsync(DataFolder data, string sampleName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        string path = PathOf(data, sampleName);
        return File.Exists(path) ? [.. Read(await JournalReader.ReadAsync(path, cancellationToken).ConfigureAwait(false))] : [];
    }

    /// <inheritdoc/>
    public async Task BookAsync(DoseEntry entry, CancellationToken cancellationToken)
    {
        await _journal.AppendAsync(Exposed, (JsonObject)JsonSerializer.SerializeToNode(entry, DomainJson.Line)!, cancellationToken).ConfigureAwait(false);
        lock (_gate) _map.Add(entry);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DoseEntry> At(double xMm, double yMm, double widthUm, double heightUm)
    {
        lock (_gate) return _map.At(xMm, yMm, widthUm, heightUm);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private static IEnumerable<DoseEntry> Read(IEnumerable<RunEvent> events)
        => events.Where(line => line.Kind == Exposed).Select(line => line.Data.Deserialize<DoseEntry>(DomainJson.Line)!);

    private static string PathOf(DataFolder data, string sampleName)
        => SampleName.IsValid(sampleName)
            ? Path.Combine(data.Doses, sampleName + ".ndjson")
            : throw new InputException($"'{sampleName}' is no sample name", data.Doses, "Use letters, digits, '.', '-' and '_'");
}
