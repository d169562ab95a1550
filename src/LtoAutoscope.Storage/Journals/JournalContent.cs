using System.Collections.Immutable;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Journals;

/// <summary>What the bytes of a journal hold.</summary>
/// <param name="Events">The intact lines.</param>
/// <param name="IntactLength">Bytes up to and with the last intact line feed; what follows is torn.</param>
public sealed record JournalContent(ImmutableList<RunEvent> Events, long IntactLength)
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>
    /// Reads a journal. A line counts when its line feed is there. Only the last line may be torn (unfinished, or with a wrong checksum, as a
    /// power cut leaves it): it is left out. A damaged line before it is refused, because everything after it would hang in the air.
    /// </summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name for messages.</param>
    /// <param name="linesBefore">Lines that stand before these bytes. Default 0: they are the whole file.</param>
    /// <exception cref="InputException">A line that is not the last is damaged.</exception>
    internal static JournalContent Parse(ReadOnlySpan<byte> bytes, string path, long linesBefore = 0)
    {
        var events = ImmutableList.CreateBuilder<RunEvent>();
        int start = 0;
        while (start < bytes.Length)
        {
            int length = bytes[start..].IndexOf(LineFeed);
            if (length < 0) break;
            int end = start + length + 1;
            if (!JournalLine.TryParse(bytes.Slice(start, length), linesBefore + events.Count + 1, out RunEvent? entry, out string? problem))
            {
                if (end == bytes.Length) break;
                throw new InputException($"the journal is damaged: {problem}", $"{path}, line {linesBefore + events.Count + 1}",
                    "Restore the file from a backup, or keep it aside and run the sample again; nothing was changed");
            }

            events.Add(entry!);
            start = end;
        }

        return new JournalContent(events.ToImmutable(), start);
    }
}
