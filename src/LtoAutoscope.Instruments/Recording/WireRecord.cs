namespace LtoAutoscope.Instruments.Recording;

/// <summary>One line of a wire log. The format is described in docs/wire-log.md.</summary>
public sealed record WireRecord
{
    /// <summary>When, by the clock of the machine, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When, by a clock that is never set, since the recorder began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Number of the connection in this recording, from 1; 0 for a remark that concerns none.</summary>
    public required int Connection { get; init; }

    /// <summary>What the connection is for, such as <c>control</c>; no white space.</summary>
    public required string Purpose { get; init; }

    /// <summary>What the line tells.</summary>
    public required WireRecordKind Kind { get; init; }

    /// <summary>The bytes, or the first of them; empty unless something was sent or received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Bytes that followed and were left out.</summary>
    public long Omitted { get; init; }

    /// <summary>Where a connection leads, why it was lost, or what is remarked; empty for bytes.</summary>
    public string Text { get; init; } = "";

    /// <summary>All bytes that went over the wire, those left out too.</summary>
    public long Length => Bytes.Length + Omitted;
}
