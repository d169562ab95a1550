using System.Collections.Immutable;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Journals;

/// <summary>Reads a journal without touching it; also one that another process writes at the moment.</summary>
public static class JournalReader
{
    private const int Block = 1 << 18;

    /// <summary>Gives the intact lines of a journal one by one, oldest first, and keeps none of them. An unfinished last line (being written, or torn) is left out.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="each">Takes each line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)" path="/exception"/>
    public static async Task ReadAsync(string path, Action<RunEvent> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(each);
        FileStream stream = Open(path);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[Block];
            int held = 0;
            long lines = 0;
            while (await stream.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                held += read;
                // A damaged line at the end of a block is held back like a torn one; whatever stands behind it in the next block tells them apart.
                JournalContent content = JournalContent.Parse(buffer.AsSpan(0, held), path, lines);
                foreach (RunEvent line in content.Events) each(line);
                lines += content.Events.Count;
                buffer.AsSpan((int)content.IntactLength, held - (int)content.IntactLength).CopyTo(buffer);
                held -= (int)content.IntactLength;
                if (held == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
            }
        }
    }

    /// <summary>The intact lines of a journal. An unfinished last line (being written, or torn) is left out.</summary>
    /// <exception cref="InputException">There is no such journal, or a line that is not the last is damaged.</exception>
    public static async Task<ImmutableList<RunEvent>> ReadAsync(string path, CancellationToken cancellationToken)
        => (await ReadContentAsync(path, cancellationToken).ConfigureAwait(false)).Events;

    /// <summary>The same with the length of the intact part, bytes.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)" path="/exception"/>
    public static async Task<JournalContent> ReadContentAsync(string path, CancellationToken cancellationToken)
    {
        byte[] bytes = await ReadSharedAsync(path, 0, cancellationToken).ConfigureAwait(false);
        return JournalContent.Parse(bytes, path);
    }

    /// <summary>The lines that came behind a place up to which a journal was read before.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="offset">Length of the part that was read, bytes: the sum of the <see cref="JournalContent.IntactLength"/>s so far.</param>
    /// <param name="lines">Lines in that part.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines, and the length of this part.</returns>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)" path="/exception"/>
    public static async Task<JournalContent> ReadFromAsync(string path, long offset, long lines, CancellationToken cancellationToken)
    {
        byte[] bytes = await ReadSharedAsync(path, offset, cancellationToken).ConfigureAwait(false);
        return JournalContent.Parse(bytes, path, lines);
    }

    private static async Task<byte[]> ReadSharedAsync(string path, long offset, CancellationToken cancellationToken)
    {
        FileStream stream = Open(path);
        await using (stream.ConfigureAwait(false))
        {
            byte[] bytes = new byte[Math.Max(0, stream.Length - offset)];
            stream.Position = Math.Min(offset, stream.Length);
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == bytes.Length ? bytes : bytes[..read];
        }
    }

    private static FileStream Open(string path) => File.Exists(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan)
        : throw new InputException("there is no journal", path, "Check the path; a run folder holds journal.ndjson");
}
