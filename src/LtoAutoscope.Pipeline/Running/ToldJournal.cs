using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>A run's journal whose new lines are told once they are on the disk, whoever writes them.</summary>
internal sealed class ToldJournal : IRunJournal
{
    private readonly IRunJournal _journal;
    private readonly RunTeller _teller;
    private readonly Action<RunEvent> _written;

    /// <param name="journal">The journal.</param>
    /// <param name="teller">Tells people.</param>
    /// <param name="written">Hears each new line once it is on the disk; it returns at once.</param>
    public ToldJournal(IRunJournal journal, RunTeller teller, Action<RunEvent> written)
    {
        (_journal, _teller, _written) = (journal, teller, written);
        foreach (RunEvent line in journal.Events) teller.Recall(line);
    }

    public IReadOnlyList<RunEvent> Events => _journal.Events;

    public async Task<RunEvent> AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        RunEvent line = await _journal.AppendAsync(kind, data, cancellationToken).ConfigureAwait(false);
        lock (_teller) _teller.Apply(line);
        _written(line);
        return line;
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();
}
