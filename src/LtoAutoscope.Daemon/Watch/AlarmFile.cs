using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>The watch's own log in the data folder, one JSON line an event, appended. A disk that hangs or is full costs the line, never the watch.</summary>
internal sealed class AlarmFile(string folder, TimeProvider time)
{
    /// <summary>Its name in the data folder.</summary>
    public const string FileName = "watch.ndjson";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Appends an event; says what went wrong, or nothing.</summary>
    public async Task<string> AppendAsync(WatchEvent entry)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, DomainJson.Line) + "\n");
        try
        {
            await Task.Run(() =>
            {
                if (!Directory.Exists(folder)) return;
                using var file = new FileStream(Path.Combine(folder, FileName), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
                file.Write(line);
                file.Flush(flushToDisk: true);
            }).WaitAsync(Patience, time).ConfigureAwait(false);
            return "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return error.Message;
        }
    }
}
