using System.Collections.Immutable;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Journals;

/// <summary>Reads a journal without touching it; also one that another process writes at the moment.</summary>
public static class JournalReader
{
    /// <summary>The intact lines of a journal. An unfinished last line (being written, or torn) is left out.</summary>
    /// <exception cref="InputException">There is no such journal, or a line that is not the last is damaged.</exception>
    public static async Task<ImmutableList<RunEvent>> ReadAsync(string path, CancellationToken cancellationToken)
        => (await ReadContentAsync(path, cancellationToken).ConfigureAwait(false)).Events;

    /// <summary>The same with the length of the intact part, bytes.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async Task<JournalContent> ReadContentAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new InputException("there is no journal", path, "Check the path; a run folder holds journal.ndjson");
        byte[] bytes = await ReadSharedAsync(path, 0, cancellationToken).ConfigureAwait(false);
        return JournalContent.Parse(bytes, path);
    }

    /// <summary>The lines that came behind a place up to which a journal was read before.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="offset">Length of the part that was read, bytes: the sum of the <see cref="JournalContent.IntactLength"/>s so far.</param>
    /// <param name="lines">Lines in that part.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines, and the length of this part.</returns>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async Task<JournalContent> ReadFromAsync(string path, long offset, long lines, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new InputException("there is no journal", path, "Check the path; a run folder holds journal.ndjson");
        byte[] bytes = await ReadSharedAsync(path, offset, cancellationToken).ConfigureAwait(false);
        return JournalContent.Parse(bytes, path, lines);
    }

    private static async Task<byte[]> ReadSharedAsync(string path, long offset, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            byte[] bytes = new byte[Math.Max(0, stream.Length - offset)];
            stream.Position = Math.Min(offset, stream.Length);
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == bytes.Length ? bytes : bytes[..read];
        }
    }
}
