namespace LtoAutoscope.Instruments.Recording;

/// <summary>The questions of one recorded connection.</summary>
internal sealed class ReplayConnection
{
    private readonly bool _asks;

    public ReplayConnection(WireRecord first, IReadOnlyList<WireLogEntry> log, WireLogEntry entry)
    {
        Number = first.Connection;
        Purpose = first.Purpose;
        Endpoint = first.Kind == WireRecordKind.Opened ? first.Text : "";
        WireLogEntry? question = FirstQuestion(log, [Number]);
        _asks = question is not null;

        // A connection on which nothing was asked speaks what the others to the same port speak.
        if (Endpoint.Length > 0) question ??= FirstQuestion(log, [.. log.Where(other => other.Record.Kind == WireRecordKind.Opened && other.Record.Text == Endpoint).Select(other => other.Record.Connection)]);
        Dialect = question is not null && SharkSemReplay.Fits(question.Record.Bytes.Span) ? ReplayDialect.SharkSem : ReplayDialect.Lines;
        Opening = new ReplayStep(entry, []);
    }

    public int Number { get; }

    public string Purpose { get; }

    /// <summary>Where it led; empty when the recording has lost its beginning.</summary>
    public string Endpoint { get; }

    public ReplayDialect Dialect { get; }

    /// <summary>What the instrument did when the connection was opened, before any question.</summary>
    public ReplayStep Opening { get; }

    public List<ReplayStep> Steps { get; } = [];

    /// <summary>The question to which an answer belongs.</summary>
    /// <param name="answer">The answer, or nothing for a break.</param>
    /// <param name="lastAnywhere">The last question on any connection: pixels come because of one on another connection.</param>
    public ReplayStep CauseOf(byte[] answer, ReplayStep? lastAnywhere)
    {
        if (!_asks) return lastAnywhere ?? Opening;
        for (int i = Steps.Count - 1; i >= 0; i--)
        {
            if (Dialect.Belongs(answer, Steps[i].Question) ?? true) return Steps[i];
        }

        return Opening;
    }

    private static WireLogEntry? FirstQuestion(IReadOnlyList<WireLogEntry> log, HashSet<int> connections)
        => log.FirstOrDefault(entry => entry.Record.Kind == WireRecordKind.Sent && connections.Contains(entry.Record.Connection));
}
