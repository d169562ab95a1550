using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Journals;

/// <summary>Writes a whole journal at once, for data that does not come from a run under way. A run that goes on uses <see cref="NdjsonJournal"/>.</summary>
public static class JournalWriter
{
    /// <summary>Writes the lines atomically; an older journal is replaced.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="lines">Kind, time and data of each line, in order.</param>
    /// <param name="cancellationToken">Ends it; the old journal, or none, is then left.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static async Task WriteAsync(string path, IEnumerable<(string Kind, DateTimeOffset Time, JsonObject Data)> lines, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(path, Format(lines), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The lines as the bytes of a journal.</summary>
    /// <param name="lines">Kind, time and data of each line, in order.</param>
    public static byte[] Format(IEnumerable<(string Kind, DateTimeOffset Time, JsonObject Data)> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var buffer = new MemoryStream();
        long sequence = 0;
        foreach ((string kind, DateTimeOffset time, JsonObject data) in lines) buffer.Write(JournalLine.Format(++sequence, time, kind, data));
        return buffer.ToArray();
    }
}
