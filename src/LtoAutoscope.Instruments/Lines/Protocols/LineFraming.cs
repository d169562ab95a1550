namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>How bytes are cut into requests and answer lines.</summary>
public sealed record LineFraming
{
    /// <summary>What ends a request. Default a carriage return.</summary>
    public string RequestEnd { get; init; } = "\r";

    /// <summary>What ends an answer line when a server writes it. Default a carriage return. A driver takes any run of its characters as the end.</summary>
    public string ReplyEnd { get; init; } = "\r";

    /// <summary>An answer line that ends in this has more lines after it; empty where that does not happen.</summary>
    public string More { get; init; } = "";

    /// <summary>Longest line in bytes; a longer one is noise. Default 512.</summary>
    public int LongestLine { get; init; } = 512;

    /// <summary>Characters any run of which separates arguments when a server reads a request; empty for none.</summary>
    public string Separators { get; init; } = "";

    /// <summary>Whether requests may be written in either case.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether a request is words that end in blanks, with its verb last, as in Venus-1.</summary>
    public bool IsPostfix { get; init; }

    /// <summary>First line of every answer when the request was understood; empty where there is none.</summary>
    public string Accepted { get; init; } = "";

    /// <summary>First line of an answer when the request was not understood; empty where there is none.</summary>
    public string Refused { get; init; } = "";

    /// <summary>Longest wait for the first line. Default 1 s.</summary>
    public TimeSpan AcceptedTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a second line may follow a refusal; it is swallowed. Default 0.3 s.</summary>
    public TimeSpan RefusedLinger { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Last line of every answer that went well; empty where there is none.</summary>
    public string Completion { get; init; } = "";

    /// <summary>Lines that may come at any time unasked.</summary>
    public IReadOnlyList<LinePattern> Pushes { get; init; } = [];

    /// <summary>Whether a line that fits nothing is passed over; else the line counts as unsynchronised.</summary>
    public bool SkipsUnexpected { get; init; }

    /// <summary>Whether a line is one of those that may come unasked.</summary>
    public bool IsPush(string line) => Pushes.Any(push => push.Match(line) is not null);
}
