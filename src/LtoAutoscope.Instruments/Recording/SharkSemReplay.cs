using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Replays SharkSEM: ids are chosen anew by the driver, so they are left out of the comparison and copied into the answers.</summary>
internal sealed class SharkSemReplay : ReplayDialect
{
    private const int IdOffset = 20;
    private const uint LongestBody = 1 << 20;

    /// <summary>Whether bytes look like the beginning of a message.</summary>
    public static bool Fits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SharkSemHeader.Size) return false;
        SharkSemHeader header = SharkSemHeader.Read(bytes);
        return header.Function.Length is > 0 and <= SharkSemHeader.MaximumNameLength && header.Function.All(char.IsAsciiLetterOrDigit) && header.BodySize <= LongestBody
            && bytes[header.Function.Length..16].IndexOfAnyExcept((byte)0) < 0;
    }

    public override int Cut(ReadOnlySpan<byte> buffer, byte[]? expected, bool isQuiet)
    {
        if (buffer.Length < SharkSemHeader.Size) return 0;
        if (!Fits(buffer)) return buffer.Length;
        long size = SharkSemHeader.Size + (long)SharkSemHeader.Read(buffer).BodySize;
        return buffer.Length < size ? 0 : (int)size;
    }

    public override IEnumerable<byte[]> Split(ReadOnlyMemory<byte> record)
    {
        while (record.Length > 0)
        {
            int size = Cut(record.Span, null, true) is > 0 and var cut ? cut : record.Length;
            yield return record[..size].ToArray();
            record = record[size..];
        }
    }

    public override bool AreSame(ReadOnlySpan<byte> recorded, ReadOnlySpan<byte> sent)
        => recorded.Length == sent.Length && recorded.Length >= SharkSemHeader.Size
            && recorded[..IdOffset].SequenceEqual(sent[..IdOffset]) && recorded[(IdOffset + 4)..].SequenceEqual(sent[(IdOffset + 4)..])
            || IsPortAnnouncement(recorded) && IsPortAnnouncement(sent);

    public override bool? Belongs(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question)
    {
        if (!Fits(answer) || !Fits(question)) return null;
        SharkSemHeader given = SharkSemHeader.Read(answer), asked = SharkSemHeader.Read(question);
        return given.Id == asked.Id && given.Function == asked.Function;
    }

    public override byte[] Address(byte[] answer, ReadOnlySpan<byte> sent)
    {
        if (!Fits(answer) || !Fits(sent) || SharkSemHeader.Read(answer).Function != SharkSemHeader.Read(sent).Function) return answer;
        byte[] addressed = [.. answer];
        sent.Slice(IdOffset, 4).CopyTo(addressed.AsSpan(IdOffset));
        return addressed;
    }

    public override string Describe(ReadOnlySpan<byte> message)
    {
        if (!Fits(message)) return $"\"{WireText.Escape(message[..Math.Min(message.Length, 64)])}\"";
        SharkSemHeader header = SharkSemHeader.Read(message);
        ReadOnlySpan<byte> body = message[SharkSemHeader.Size..];
        return body.Length == 0 ? header.Function : $"{header.Function} \"{WireText.Escape(body[..Math.Min(body.Length, 64)])}\"";
    }

    /// <summary>The port from which the data connection will come is another one each time.</summary>
    private static bool IsPortAnnouncement(ReadOnlySpan<byte> message)
        => message.Length == SharkSemHeader.Size + 4 && Fits(message) && SharkSemHeader.Read(message).Function == "TcpRegDataPort";
}
