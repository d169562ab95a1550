namespace LtoAutoscope.Instruments.Recording;

/// <summary>What a replay has to know of a protocol: where a message ends, which messages are the same, and how an answer is addressed.</summary>
internal abstract class ReplayDialect
{
    /// <summary>Text lines, or whatever was written in one piece.</summary>
    public static ReplayDialect Lines { get; } = new LineReplay();

    /// <summary>SharkSEM's messages with header and id.</summary>
    public static ReplayDialect SharkSem { get; } = new SharkSemReplay();

    /// <summary>How many bytes at the beginning of <paramref name="buffer"/> are a message; 0 when more have to come.</summary>
    /// <param name="buffer">What came and was not taken yet.</param>
    /// <param name="expected">The message that the recording has next; null when it has none.</param>
    /// <param name="isQuiet">Whether nothing has come for a while, so that what is there is all.</param>
    public abstract int Cut(ReadOnlySpan<byte> buffer, byte[]? expected, bool isQuiet);

    /// <summary>Cuts what was recorded; each record was one write.</summary>
    public abstract IEnumerable<byte[]> Split(ReadOnlyMemory<byte> record);

    /// <summary>Whether two messages are the same but for ids.</summary>
    public abstract bool AreSame(ReadOnlySpan<byte> recorded, ReadOnlySpan<byte> sent);

    /// <summary>Whether a recorded answer belongs to a recorded question, where the protocol tells; null where the order alone tells.</summary>
    public virtual bool? Belongs(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question) => null;

    /// <summary>The recorded answer as an answer to what was sent now.</summary>
    public virtual byte[] Address(byte[] answer, ReadOnlySpan<byte> sent) => answer;

    /// <summary>The message in words, for a report.</summary>
    public abstract string Describe(ReadOnlySpan<byte> message);
}
