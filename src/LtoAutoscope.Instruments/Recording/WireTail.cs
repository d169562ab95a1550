using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Reads the newest lines of the wire recorder's ring, and pages back from there, while it is being written.</summary>
/// <param name="folder">The ring's folder; it may not be there yet.</param>
/// <remarks>Thread safety: no state. A file that the ring deletes meanwhile ends the reading there.</remarks>
public sealed class WireTail(string folder)
{
    /// <summary>Most lines at once.</summary>
    public const int MostLines = 1000;

    private const int ChunkBytes = 64 * 1024;
    private const long MostBytes = 4 << 20;

    /// <summary>The files of the ring, newest first.</summary>
    public IReadOnlyList<WireFileInfo> Files()
        => !Directory.Exists(folder) ? [] : [.. WireLogRing.Files(folder).Reverse().Select(file => new FileInfo(file.Value)).Where(info => info.Exists)
            .Select(info => new WireFileInfo(Number(info.Name), info.Length, new DateTimeOffset(info.LastWriteTimeUtc)))];

    /// <summary>Opens a file of the ring for reading; null when it is gone.</summary>
    /// <param name="number">Its number.</param>
    public Stream? Open(long number)
    {
        if (!Directory.Exists(folder) || !WireLogRing.Files(folder).TryGetValue(number, out string? path)) return null;
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, ChunkBytes, FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads towards older lines. At most 4 MiB are looked through: a rare text may need several calls.</summary>
    /// <param name="before">A cursor, before which it begins; null for the newest.</param>
    /// <param name="take">Most lines, 1…1000.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InputException">The cursor is none.</exception>
    public async Task<WirePage> ReadBackAsync(string? before, int take, WireFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (take is < 1 or > MostLines) throw new InputException($"{take} lines at once cannot be", "take", $"Give 1 to {MostLines}");
        (long fromFile, long fromOffset) = before is null ? (long.MaxValue, long.MaxValue) : Cursor(before);
        var lines = new List<WireTailLine>();
        long looked = 0;
        if (!Directory.Exists(folder)) return new WirePage(lines, null);
        foreach (long number in WireLogRing.Files(folder).Keys.Reverse().Where(number => number <= fromFile))
        {
            await using Stream? file = Open(number);
            if (file is null) break;
            await foreach ((long start, string text) in LinesBackAsync(file, number == fromFile ? Math.Min(fromOffset, file.Length) : file.Length, cancellationToken).ConfigureAwait(false))
            {
                looked += text.Length + 1;
                string cursor = string.Create(CultureInfo.InvariantCulture, $"{number}:{start}");
                if (Line(text, cursor, filter) is { } line) lines.Add(line);
                if (lines.Count >= take || looked >= MostBytes) return new WirePage(lines, cursor);
            }
        }

        return new WirePage(lines, null);
    }

    private static WireTailLine? Line(string text, string cursor, WireFilter filter)
    {
        if (filter.Text.Length > 0 && !text.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            if (WireLine.Parse(text) is not { } record || filter.Purpose.Length > 0 && record.Purpose != filter.Purpose) return null;
            return new WireTailLine(record.At, record.Connection, record.Purpose, record.Kind, record.Length > 0 ? WireText.Escape(record.Bytes.Span) + (record.Omitted > 0 ? FormattableString.Invariant($" +{record.Omitted}") : "") : record.Text, record.Length, cursor);
        }
        catch (FormatException)
        {
            return null; // the last line may be half written
        }
    }

    private static async IAsyncEnumerable<(long Start, string Text)> LinesBackAsync(Stream file, long end, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] rest = [];
        for (long at = end; at > 0;)
        {
            int count = (int)Math.Min(ChunkBytes, at);
            at -= count;
            byte[] bytes = new byte[count + rest.Length];
            file.Position = at;
            await file.ReadExactlyAsync(bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            rest.CopyTo(bytes, count);
            int stop = bytes.Length;
            for (int i = bytes.Length - 1; i >= 0; i--)
            {
                if (bytes[i] != (byte)'\n') continue;
                if (i + 1 < stop) yield return (at + i + 1, Encoding.UTF8.GetString(bytes, i + 1, stop - i - 1));
                stop = i;
            }

            rest = bytes[..stop];
        }

        if (rest.Length > 0) yield return (0, Encoding.UTF8.GetString(rest));
    }

    private static (long File, long Offset) Cursor(string text)
        => text.Split(':') is [var file, var offset] && long.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? (number, bytes)
            : throw new InputException("it is no place in the wire log", "before", "Send the cursor of an earlier answer, or none for the newest lines");

    private static long Number(string name) => long.Parse(Path.GetFileNameWithoutExtension(name).AsSpan("wire-".Length), NumberStyles.None, CultureInfo.InvariantCulture);
}
