using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>Writes entries for other programs: comma-separated values (RFC 4180), or one JSON object a line.</summary>
internal static class AuditExport
{
    private const string Head = "number,at,who,role,from,action,target,owner,result,reason,before,after,hash";

    public static async Task WriteAsync(IAsyncEnumerable<AuditLine> lines, bool asCsv, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (asCsv) await writer.WriteAsync((Head + "\r\n").AsMemory(), cancellationToken);
        await foreach (AuditLine line in lines.WithCancellation(cancellationToken))
            await writer.WriteAsync((asCsv ? Csv(line) + "\r\n" : JsonSerializer.Serialize(line, DomainJson.Line) + "\n").AsMemory(), cancellationToken);
    }

    private static string Csv(AuditLine line)
    {
        AuditEntry e = line.Entry;
        string[] fields =
        [
            line.Number.ToString(CultureInfo.InvariantCulture), e.At.ToString("O", CultureInfo.InvariantCulture), e.Who, e.Role, e.From, e.Action, e.Target, e.Owner, e.Result.ToString().ToLowerInvariant(), e.Reason, e.Before, e.After, line.Hash,
        ];
        return string.Join(',', fields.Select(Quote));
    }

    /// <summary>A field that a spreadsheet would take for a formula gets a sign before it that makes it text.</summary>
    private static string Quote(string field)
    {
        string safe = field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + field : field;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
