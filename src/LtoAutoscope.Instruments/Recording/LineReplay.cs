namespace LtoAutoscope.Instruments.Recording;

/// <summary>Replays protocols of text lines, and of single bytes among them.</summary>
internal sealed class LineReplay : ReplayDialect
{
    public override int Cut(ReadOnlySpan<byte> buffer, byte[]? expected, bool isQuiet)
    {
        if (expected is { Length: > 0 } && buffer.StartsWith(expected)) return expected.Length;
        int end = buffer.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0) return isQuiet ? buffer.Length : 0;
        // A line feed may be on its way behind a carriage return.
        if (end + 1 == buffer.Length && buffer[end] == '\r' && !isQuiet) return 0;
        return end + 1 < buffer.Length && buffer[end] == '\r' && buffer[end + 1] == '\n' ? end + 2 : end + 1;
    }

    public override IEnumerable<byte[]> Split(ReadOnlyMemory<byte> record) => [record.ToArray()];

    public override bool AreSame(ReadOnlySpan<byte> recorded, ReadOnlySpan<byte> sent) => recorded.SequenceEqual(sent);

    public override string Describe(ReadOnlySpan<byte> message) => $"\"{WireText.Escape(message)}\"";
}
