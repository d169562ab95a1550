namespace LtoAutoscope.Instruments.Recording;

/// <summary>A recording as questions with their consequences, by connection.</summary>
internal sealed class ReplayScript
{
    private ReplayScript(IReadOnlyList<ReplayConnection> connections) => Connections = connections;

    /// <summary>The connections in the order of their opening.</summary>
    public IReadOnlyList<ReplayConnection> Connections { get; }

    public static ReplayScript Build(WireLog log)
    {
        var connections = new Dictionary<int, ReplayConnection>();
        ReplayStep? lastAnywhere = null;
        foreach (WireLogEntry entry in log.Entries)
        {
            WireRecord record = entry.Record;
            if (record.Connection == 0) continue;
            if (!connections.TryGetValue(record.Connection, out ReplayConnection? connection))
            {
                connection = new ReplayConnection(record, log.Entries, entry);
                connections.Add(record.Connection, connection);
            }

            switch (record.Kind)
            {
                case WireRecordKind.Sent:
                    foreach (byte[] question in connection.Dialect.Split(record.Bytes)) connection.Steps.Add(lastAnywhere = new ReplayStep(entry, question));
                    break;
                case WireRecordKind.Received:
                    foreach ((byte[] answer, long zeros) in Answers(connection, record))
                    {
                        ReplayStep cause = connection.CauseOf(answer, lastAnywhere);
                        cause.Actions.Add(new ReplayAction(record.Connection, Delay(cause, record), answer, zeros));
                    }

                    break;
                case WireRecordKind.Lost:
                    ReplayStep before = connection.CauseOf([], lastAnywhere);
                    before.Actions.Add(new ReplayAction(record.Connection, Delay(before, record), null, 0));
                    break;
            }
        }

        return new ReplayScript([.. connections.Values]);
    }

    private static TimeSpan Delay(ReplayStep cause, WireRecord record)
    {
        TimeSpan delay = record.Elapsed - cause.Entry.Record.Elapsed;
        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }

    private static IEnumerable<(byte[] Answer, long Zeros)> Answers(ReplayConnection connection, WireRecord record)
    {
        // One read may hold several answers; what was left out is behind the last of them.
        byte[][] answers = record.Omitted > 0 ? [record.Bytes.ToArray()] : [.. connection.Dialect.Split(record.Bytes)];
        for (int i = 0; i < answers.Length; i++) yield return (answers[i], i == answers.Length - 1 ? record.Omitted : 0);
    }
}
