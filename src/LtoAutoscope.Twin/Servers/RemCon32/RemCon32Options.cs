namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>Manners in which instruments behind RemCon32 differ, or that a test wants worse than they are.</summary>
public sealed record RemCon32Options
{
    /// <summary>What <c>VER?</c> tells. Default the words of a real one: some clients compare all of them.</summary>
    public string Version { get; init; } = "SmartSEM Remote Control V06.01, February 2016";

    /// <summary>What ends an answer line. Default <c>\r\n</c>; one emulator sends a lone <c>\r</c>.</summary>
    public string LineEnd { get; init; } = "\r\n";

    /// <summary>Whether <c>#</c> is followed by a second line with the error's number. Default no.</summary>
    public bool NumberAfterRefusal { get; init; }

    /// <summary>Whether there is a blank in front of an error's number. Default no.</summary>
    public bool BlankBeforeNumber { get; init; }

    /// <summary>Whether a value of the wrong type is answered by half an answer, as by one simulator; else by error 602. Default no.</summary>
    public bool SilentOnWrongType { get; init; }

    /// <summary>Verbs that this instrument does not know. Default none.</summary>
    public IReadOnlySet<string> Missing { get; init; } = new HashSet<string>();

    /// <summary>Wall-clock time between the two lines of an answer, by verb; <c>*</c> is for all others. Default none.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Delays { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>How long a move may not show in the moving flag, physical seconds. Default 0.</summary>
    public double MovingLagSeconds { get; init; }

    /// <summary>How long switching external scan takes, physical seconds. Default 0.3; up to 2 were seen.</summary>
    public double ExternalScanSeconds { get; init; } = 0.3;
}
