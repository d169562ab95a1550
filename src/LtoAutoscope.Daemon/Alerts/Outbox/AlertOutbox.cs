using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>
/// The journal of alerts, and the ledger that it tells. A disk that refuses a line does not keep an alert back: the line counts in memory, is written when the disk takes it again,
/// and until then <see cref="Problem"/> says that a kill would lose it.
/// </summary>
/// <remarks>Thread safety: one caller at a time may append; <see cref="Read{T}"/> may be called from anywhere.</remarks>
internal sealed class AlertOutbox : IAsyncDisposable
{
    /// <summary>Name of the journal in the folder <c>alerts</c>.</summary>
    public const string JournalName = "journal.ndjson";

    private const long LongestJournal = 8 * 1024 * 1024;

    private readonly IRunJournal? _journal;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly AlertLedger _ledger;
    private readonly List<(string Kind, JsonObject Data)> _unwritten = [];

    private AlertOutbox(IRunJournal? journal, TimeProvider time, string problem)
    {
        (_journal, _time, Problem) = (journal, time, problem);
        _ledger = AlertLedger.Of(journal?.Events ?? []);
    }

    /// <summary>Why lines are not on the disk; empty when they are.</summary>
    public string Problem { get; private set; }

    /// <summary>Opens the outbox of a data folder. A journal that cannot be opened leaves an outbox in memory that says so.</summary>
    public static async Task<AlertOutbox> OpenAsync(DataFolder data, TimeProvider time, CancellationToken cancellationToken)
    {
        string path = Path.Combine(data.Alerts, JournalName);
        try
        {
            NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, time, cancellationToken).ConfigureAwait(false);
            if (journal.Length <= LongestJournal || AlertLedger.Of(journal.Events).Waiting.Any()) return new AlertOutbox(journal, time, "");
            await journal.DisposeAsync().ConfigureAwait(false);
            int number = 1;
            while (File.Exists(Kept(number))) number++;
            File.Move(path, Kept(number));
            return new AlertOutbox(await NdjsonJournal.OpenAsync(path, time, cancellationToken).ConfigureAwait(false), time, "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Domain.InputException)
        {
            return new AlertOutbox(null, time, $"the outbox cannot be opened, so a kill loses alerts: {error.Message}");
        }

        string Kept(int number) => Path.Combine(data.Alerts, FormattableString.Invariant($"journal-{number:000000}.ndjson"));
    }

    /// <summary>An outbox over any journal.</summary>
    internal static AlertOutbox Over(IRunJournal journal, TimeProvider time) => new(journal, time, "");

    /// <summary>Reads the ledger while nobody changes it.</summary>
    public T Read<T>(Func<AlertLedger, T> read)
    {
        lock (_gate) return read(_ledger);
    }

    /// <summary>Writes a line and applies it.</summary>
    public async Task AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        _unwritten.Add((kind, data));
        RunEvent? written = await WriteAsync(cancellationToken).ConfigureAwait(false);
        RunEvent line = written ?? new RunEvent(0, _time.GetUtcNow(), kind, data);
        lock (_gate) _ledger.Apply(line);
    }

    /// <summary>Tries once more to write what the disk refused.</summary>
    public Task RetryAsync(CancellationToken cancellationToken) => _unwritten.Count == 0 ? Task.CompletedTask : WriteAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<RunEvent?> WriteAsync(CancellationToken cancellationToken)
    {
        if (_journal is null) return null;
        RunEvent? last = null;
        try
        {
            while (_unwritten.Count > 0)
            {
                (string kind, JsonObject data) = _unwritten[0];
                last = await _journal.AppendAsync(kind, data, cancellationToken).ConfigureAwait(false);
                _unwritten.RemoveAt(0);
            }

            Problem = "";
            return last;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Problem = $"the outbox cannot be written, so a kill loses alerts: {error.Message}";
            return null;
        }
    }
}
