using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Web;
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
        return string.Join(',', fields.Select(CsvField.Of));
    }
}
