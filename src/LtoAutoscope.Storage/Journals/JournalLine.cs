using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Journals;

/// <summary>
/// One line of a journal as bytes: a JSON object with <c>seq</c>, <c>time</c>, <c>kind</c> and <c>data</c>, and last
/// <c>"xxh3":"…"</c>, the XXH3-64 (16 lower-case hex digits, seed 0) of all bytes of the line before the comma that stands ahead of it.
/// </summary>
internal static class JournalLine
{
    private const string ChecksumKey = ",\"xxh3\":\"";
    private const int ChecksumDigits = 16;
    private static readonly byte[] ChecksumStart = Encoding.ASCII.GetBytes(ChecksumKey);
    private static readonly int SuffixLength = ChecksumKey.Length + ChecksumDigits + 2;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = DomainJson.Line.Encoder, SkipValidation = false };

    /// <summary>The bytes of an event with their line feed.</summary>
    internal static byte[] Format(long sequence, DateTimeOffset time, string kind, JsonObject data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", sequence);
            writer.WriteString("time", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("kind", kind);
            writer.WritePropertyName("data");
            data.WriteTo(writer, DomainJson.Line);
            writer.WriteEndObject();
        }

        ReadOnlySpan<byte> content = buffer.WrittenSpan[..^1];
        string checksum = Checksum(content);
        return [.. content, .. Encoding.ASCII.GetBytes($"{ChecksumKey}{checksum}\"}}\n")];
    }

    /// <summary>Reads a line without its line feed.</summary>
    /// <param name="line">The bytes.</param>
    /// <param name="expectedSequence">The number that must stand in it.</param>
    /// <param name="entry">The event, or null.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    internal static bool TryParse(ReadOnlySpan<byte> line, long expectedSequence, out RunEvent? entry, out string? problem)
    {
        entry = null;
        if (line.Length <= SuffixLength || !line[^SuffixLength..].StartsWith(ChecksumStart) || !line.EndsWith("\"}"u8))
        {
            problem = "the line has no checksum";
            return false;
        }

        ReadOnlySpan<byte> content = line[..^SuffixLength];
        string stated = Encoding.ASCII.GetString(line.Slice(line.Length - SuffixLength + ChecksumStart.Length, ChecksumDigits));
        string actual = Checksum(content);
        if (!string.Equals(stated, actual, StringComparison.Ordinal))
        {
            problem = $"the checksum {stated} does not match the content, which has {actual}";
            return false;
        }

        return TryRead(line, expectedSequence, out entry, out problem);
    }

    private static bool TryRead(ReadOnlySpan<byte> line, long expectedSequence, out RunEvent? entry, out string? problem)
    {
        entry = null;
        try
        {
            JsonObject node = JsonNode.Parse(line)!.AsObject();
            long sequence = node["seq"]!.GetValue<long>();
            if (sequence != expectedSequence)
            {
                problem = $"it has sequence number {sequence} where {expectedSequence} is due";
                return false;
            }

            var time = DateTimeOffset.Parse(node["time"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            string kind = node["kind"]!.GetValue<string>();
            JsonObject data = node["data"]!.AsObject();
            node.Remove("data");
            entry = new RunEvent(sequence, time, kind, data);
            problem = null;
            return true;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            problem = $"it is no event ({error.Message})";
            return false;
        }
    }

    private static string Checksum(ReadOnlySpan<byte> content)
        => XxHash3.HashToUInt64(content).ToString("x16", CultureInfo.InvariantCulture);
}
