using System.Globalization;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Writes and reads a line of a wire log: time, seconds, connection, purpose, kind, and what belongs to the kind.</summary>
public static class WireLine
{
    /// <summary>The first line of every file.</summary>
    public const string Header = "# LtoAutoscope wire log 1";

    private const decimal LongestSeconds = 1e10m;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The second line of every file: which recording it belongs to. Connections are numbered and seconds counted within one recording.</summary>
    public static string BeganAt(DateTimeOffset at) => $"# recording began {at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}";

    /// <summary>The line of a record, without its end.</summary>
    public static string Format(WireRecord record)
    {
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{record.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {record.Elapsed.TotalSeconds:0.000000} #{record.Connection} {record.Purpose} {Sign(record.Kind)}");
        return record.Kind switch
        {
            WireRecordKind.Sent or WireRecordKind.Received when record.Omitted > 0
                => string.Create(CultureInfo.InvariantCulture, $"{head} \"{WireText.Escape(record.Bytes.Span)}\" +{record.Omitted}"),
            WireRecordKind.Sent or WireRecordKind.Received => $"{head} \"{WireText.Escape(record.Bytes.Span)}\"",
            _ when record.Text.Length == 0 => head,
            _ => $"{head} {record.Text.ReplaceLineEndings(" ")}",
        };
    }

    /// <summary>Reads a line; null for a comment or an empty line.</summary>
    /// <exception cref="FormatException">It is no line of a wire log.</exception>
    public static WireRecord? Parse(string line)
    {
        if (line.Length == 0 || line[0] == '#') return null;
        string[] parts = line.Split(' ', 6);
        if (parts.Length < 5) throw new FormatException("it has fewer than five fields");
        if (!DateTimeOffset.TryParseExact(parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
            throw new FormatException($"'{parts[0]}' is no time");
        if (!decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) || seconds > LongestSeconds)
            throw new FormatException($"'{parts[1]}' is no number of seconds");
        if (!parts[2].StartsWith('#') || !int.TryParse(parts[2].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int connection))
            throw new FormatException($"'{parts[2]}' is no connection");
        var record = new WireRecord { At = at, Elapsed = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)), Connection = connection, Purpose = parts[3], Kind = Kind(parts[4]) };
        string rest = parts.Length > 5 ? parts[5] : "";
        if (record.Kind is not (WireRecordKind.Sent or WireRecordKind.Received)) return record with { Text = rest };
        int end = rest.LastIndexOf('"');
        if (end < 1 || rest[0] != '"') throw new FormatException("the bytes are not between quotation marks");
        long omitted = 0;
        if (end + 1 < rest.Length && (!rest.AsSpan(end + 1).StartsWith(" +", StringComparison.Ordinal) || !long.TryParse(rest.AsSpan(end + 3), NumberStyles.None, CultureInfo.InvariantCulture, out omitted)))
            throw new FormatException($"'{rest[(end + 1)..]}' does not say how many bytes were left out");
        return record with { Bytes = WireText.Unescape(rest.AsSpan(1, end - 1)), Omitted = omitted };
    }

    private static char Sign(WireRecordKind kind) => kind switch
    {
        WireRecordKind.Opened => '+',
        WireRecordKind.Sent => '>',
        WireRecordKind.Received => '<',
        WireRecordKind.Lost => '!',
        WireRecordKind.Closed => '-',
        _ => '?',
    };

    private static WireRecordKind Kind(string sign) => sign switch
    {
        "+" => WireRecordKind.Opened,
        ">" => WireRecordKind.Sent,
        "<" => WireRecordKind.Received,
        "!" => WireRecordKind.Lost,
        "-" => WireRecordKind.Closed,
        "?" => WireRecordKind.Note,
        _ => throw new FormatException($"'{sign}' is no kind of line"),
    };
}
