namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>One command of a protocol.</summary>
public sealed record LineCommand
{
    /// <summary>Its name in the protocol's file.</summary>
    public required string Name { get; init; }

    /// <summary>What goes out.</summary>
    public required LinePattern Request { get; init; }

    /// <summary>Other forms that a server takes for the same command.</summary>
    public IReadOnlyList<LinePattern> Aliases { get; init; } = [];

    /// <summary>Whether it goes out as bytes without an end, outside the order of lines, and gets no acknowledgement.</summary>
    public bool IsRaw { get; init; }

    /// <summary>The lines of the answer; none when it is not answered.</summary>
    public IReadOnlyList<LinePattern> Reply { get; init; } = [];

    /// <summary>Whether the answer is any number of lines, up to the completion or until the line is quiet; the reply's pattern then picks the lines that matter.</summary>
    public bool HasManyLines { get; init; }

    /// <summary>Whether errors are asked for after it.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Longest wait for its answer; null for the protocol's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a controller may lack it: one that does not know it is passed over, and what it would tell is not known.</summary>
    public bool IsOptional { get; init; }

    /// <summary>A regular expression that the answer's text must contain; empty for none.</summary>
    public string MustMatch { get; init; } = "";

    /// <summary>What to tell and do when it does not.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>When a relative move is sent: the slot that must be positive; empty for always.</summary>
    public string WhenPositive { get; init; } = "";

    /// <summary>What a server does with it.</summary>
    public TwinAction Twin { get; init; } = new(TwinDeed.None, new Dictionary<string, string>());

    /// <summary>Axes that a server's deed or state concerns; none for those of the request, or all.</summary>
    public IReadOnlyList<string> Axes { get; init; } = [];

    /// <summary>What it is for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Whether it is sent once for each axis.</summary>
    public bool IsPerAxis => Request.Slots.Contains("axis");

    /// <summary>Whether it is answered by lines of its own.</summary>
    public bool IsQuestion => Reply.Count > 0;
}
