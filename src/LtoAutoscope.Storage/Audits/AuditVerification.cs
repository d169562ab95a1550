using System.Text;
using LtoAutoscope.Domain.Audits;

namespace LtoAutoscope.Storage.Audits;

/// <summary>The proof of a trail: read from its beginning, line by line.</summary>
/// <param name="Lines">The lines that hang together from the first on.</param>
/// <param name="WholeBytes">Length of these lines in the file.</param>
/// <param name="Problem">Where and how the chain breaks, in a sentence; null when it is whole. A torn last line is no break: nobody was told that it was written.</param>
/// <param name="IsTorn">Whether a torn last line stands after the whole ones.</param>
public sealed record AuditVerification(IReadOnlyList<AuditLine> Lines, long WholeBytes, string? Problem, bool IsTorn)
{
    /// <summary>The newest hash: written down elsewhere, it proves later that nothing was cut off at the end. All zeros when there is no line.</summary>
    public string Head => Lines.Count > 0 ? Lines[^1].Hash : AuditChain.Genesis;

    /// <summary>Proves a file; one that is not there is an empty trail.</summary>
    public static async Task<AuditVerification> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return new([], 0, null, false);
        byte[] bytes;
        await using (var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete }))
        {
            bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        List<AuditLine> lines = [];
        int start = 0;
        while (start < bytes.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0) return new(lines, start, null, true);
            (AuditLine? line, string problem) = AuditChain.Read(Encoding.UTF8.GetString(bytes, start, length), lines.Count + 1, lines.Count > 0 ? lines[^1].Hash : AuditChain.Genesis);
            if (line is null) return new(lines, start, $"line {lines.Count + 1} {problem}", false);
            lines.Add(line);
            start += length + 1;
        }

        return new(lines, start, null, false);
    }
}
