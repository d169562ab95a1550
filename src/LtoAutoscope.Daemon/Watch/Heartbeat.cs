using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Watch;

/// <summary>One beat of the daemon: what <c>heartbeat.json</c> in the data folder holds.</summary>
/// <param name="Sequence">Grows with each beat of a process.</param>
/// <param name="Process">The daemon's process id.</param>
/// <param name="At">When it was written, by the daemon's clock.</param>
/// <param name="State">How the daemon is.</param>
/// <param name="Instrument">The instrument's name.</param>
/// <param name="Lab">The laboratory's state in a few words.</param>
/// <param name="Reason">Why the daemon counts as hung; empty otherwise.</param>
internal sealed record Heartbeat(long Sequence, int Process, DateTimeOffset At, HeartbeatState State, string Instrument, string Lab, string Reason = "")
{
    /// <summary>Its file in the data folder.</summary>
    public const string FileName = "heartbeat.json";

    /// <summary>Bytes that every beat fills, so that one write replaces the one before as a whole.</summary>
    private const int Size = 1024;
    private const int LongestText = 200;

    /// <summary>The bytes of the file: one line of JSON, filled up with blanks.</summary>
    public byte[] ToBytes()
    {
        Heartbeat cut = this with { Instrument = Cut(Instrument), Lab = Cut(Lab), Reason = Cut(Reason) };
        byte[] text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(cut, DomainJson.Line));
        if (text.Length >= Size) text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(cut with { Instrument = "", Lab = "", Reason = "" }, DomainJson.Line));
        byte[] bytes = new byte[Size];
        Array.Fill(bytes, (byte)' ');
        text.CopyTo(bytes, 0);
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Reads the bytes; null when they are no whole beat.</summary>
    public static Heartbeat? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Heartbeat>(bytes, DomainJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
