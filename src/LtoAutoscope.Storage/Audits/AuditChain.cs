using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Storage.Audits;

/// <summary>
/// How the lines of the trail hang together. A line is a JSON object whose last key <c>hash</c> is the SHA-256 of all bytes before it; the key <c>previous</c> among those is the hash of the line
/// before, which is how a hash covers the whole trail (Schneier and Kelsey, “Secure audit logs to support computer forensics”, ACM TISSEC 2 (1999) 159, without their keys).
/// </summary>
internal static class AuditChain
{
    /// <summary>What stands as <c>previous</c> in the first line.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string HashKey = ",\"hash\":\"";
    private const int HashLength = 64;

    /// <summary>The text of a line without its end, and the line.</summary>
    public static (string Text, AuditLine Line) Link(AuditEntry entry, long number, string previous)
    {
        var body = new JsonObject { ["number"] = number, ["previous"] = previous, ["entry"] = JsonSerializer.SerializeToNode(entry, DomainJson.Line) };
        string text = body.ToJsonString(DomainJson.Line)[..^1];
        string hash = HashOf(text);
        return ($"{text}{HashKey}{hash}\"}}", new AuditLine(number, entry, hash));
    }

    /// <summary>Reads a line and proves it.</summary>
    /// <returns>The line, or what is wrong with it.</returns>
    public static (AuditLine? Line, string Problem) Read(string text, long number, string previous)
    {
        int end = text.Length - HashLength - 2;
        int at = end - HashKey.Length;
        if (at <= 0 || !text.AsSpan(at).StartsWith(HashKey, StringComparison.Ordinal) || !text.EndsWith("\"}", StringComparison.Ordinal)) return (null, "has no hash at its end");
        string hash = text.Substring(end, HashLength);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(text[..at])), Encoding.ASCII.GetBytes(hash))) return (null, "does not fit its own hash: it was changed");
        try
        {
            JsonObject body = JsonNode.Parse(text)!.AsObject();
            if (body["previous"]?.GetValue<string>() != previous) return (null, "does not follow the line before it: one was taken out, put in or moved");
            if (body["number"]?.GetValue<long>() != number) return (null, $"has the number {body["number"]} where {number} belongs");
            return (new AuditLine(number, body["entry"].Deserialize<AuditEntry>(DomainJson.Line)!, hash), "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return (null, $"cannot be read ({error.Message})");
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
