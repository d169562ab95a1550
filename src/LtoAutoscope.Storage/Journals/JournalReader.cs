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
        byte[] bytes = await ReadSharedAsync(path, cancellationToken).ConfigureAwait(false);
        return JournalContent.Parse(bytes, path);
    }

    private static async Task<byte[]> ReadSharedAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            byte[] bytes = new byte[stream.Length];
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == bytes.Length ? bytes : bytes[..read];
        }
    }
}
