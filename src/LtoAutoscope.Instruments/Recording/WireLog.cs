using LtoAutoscope.Domain;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>A recording that was read back: its records in order, each with the file and line where it stands.</summary>
public sealed class WireLog
{
    private WireLog(IReadOnlyList<WireLogEntry> entries, IReadOnlyList<string> warnings) => (Entries, Warnings) = (entries, warnings);

    /// <summary>The records.</summary>
    public IReadOnlyList<WireLogEntry> Entries { get; }

    /// <summary>What was skipped: a line that a power cut left unfinished.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads a file, or all files of a ring's folder.</summary>
    /// <exception cref="InputException">It cannot be read, is no wire log, or holds a malformed line that is not the last one.</exception>
    public static async Task<WireLog> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string[] files = Directory.Exists(path) ? [.. WireLogRing.Files(path).Values] : [path];
        if (files.Length == 0) throw new InputException("there is no wire-*.log in the folder", path, "Name a file, or the wire/ folder of a data folder");
        var reader = new WireLogReader();
        foreach (string file in files)
        {
            try
            {
                string[] lines = await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false);
                reader.Add(file, lines);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"the recording cannot be read ({failure.Message.TrimEnd('.')})", file, "Compare the path", failure);
            }
        }

        return new WireLog(reader.Entries, reader.Warnings);
    }

    /// <summary>Reads lines.</summary>
    /// <param name="name">Their name, for messages.</param>
    /// <param name="lines">The lines, the header among them.</param>
    /// <exception cref="InputException">As for <see cref="ReadAsync"/>.</exception>
    public static WireLog Parse(string name, IReadOnlyList<string> lines)
    {
        var reader = new WireLogReader();
        reader.Add(name, lines);
        return new WireLog(reader.Entries, reader.Warnings);
    }
}
