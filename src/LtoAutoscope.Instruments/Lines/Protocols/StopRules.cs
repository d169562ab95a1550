namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>How a protocol is stopped.</summary>
public sealed record StopRules
{
    /// <summary>Commands whose bytes are handed over at once, in their order.</summary>
    public IReadOnlyList<string> Send { get; init; } = [];

    /// <summary>Whether it ends a move that is under way.</summary>
    public bool InterruptsMoves { get; init; }

    /// <summary>How long it waits for the answer of a command under way before its bytes go out; the line counts as unsynchronised afterwards.</summary>
    public TimeSpan LongestWait { get; init; }

    /// <summary>Whether it may be sent without regard to answers, because it is single bytes outside the order of lines.</summary>
    public bool IsRealTime { get; init; }

    /// <summary>Commands that clear what the stop leaves behind; their errors are passed over.</summary>
    public IReadOnlyList<string> Afterwards { get; init; } = [];

    /// <summary>Commands sent when the stage comes to rest in a given state after the stop, such as a held program.</summary>
    public IReadOnlyDictionary<string, string> AfterState { get; init; } = new Dictionary<string, string>();
}
