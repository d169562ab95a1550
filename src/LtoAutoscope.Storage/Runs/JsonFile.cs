using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Runs;

/// <summary>Reads and writes one record as one JSON file.</summary>
public static class JsonFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing or does not hold such a record; the message names the line.</exception>
    public static async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 16 * 1024, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
                return await JsonSerializer.DeserializeAsync<T>(stream, DomainJson.File, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("the file holds null");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("the file is missing", path, "Check the path, or restore the file from a backup", error);
        }
        catch (JsonException error)
        {
            string where = error.LineNumber is { } line ? FormattableString.Invariant($"{path}, line {line + 1}") : path;
            throw new InputException($"the file cannot be read ({error.Message.TrimEnd('.')})", where, "Restore the file from a backup", error);
        }
    }

    /// <summary>Writes a file atomically.</summary>
    /// <exception cref="IOException">The disk is full or gone; the old content is still there.</exception>
    public static Task WriteAsync<T>(string path, T value, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.File), cancellationToken);
}
