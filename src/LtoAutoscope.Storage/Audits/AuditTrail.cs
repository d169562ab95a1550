using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Storage.Audits;

/// <summary>
/// <c>audit/trail.ndjson</c>: who did what, one entry a line. Each line carries the hash of the line before it and its own, so that a line that is changed, taken out or put in
/// breaks the chain from there on; <see cref="AuditVerification"/> shows where.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread; writes are put in a row by one gate.</remarks>
public sealed class AuditTrail : IAuditTrail, IDisposable
{
    /// <summary>Name of the file in the folder <c>audit</c>.</summary>
    public const string FileName = "trail.ndjson";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FileStream _file;
    private readonly List<AuditLine> _lines;

    private AuditTrail(FileStream file, List<AuditLine> lines) => (_file, _lines) = (file, lines);

    /// <summary>Opens the trail of a data folder. A last line that a power cut tore is cut off: it was never acknowledged.</summary>
    /// <exception cref="InputException">The chain is broken: nothing is added to a trail that was tampered with.</exception>
    public static async Task<AuditTrail> OpenAsync(DataFolder data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        string path = Path.Combine(data.Audit, FileName);
        AuditVerification verified = await AuditVerification.OfAsync(path, cancellationToken).ConfigureAwait(false);
        if (verified.Problem is { } problem) throw new InputException(problem, path, "Find out who changed it; then put the file aside (it stays as evidence), and a new trail begins");
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete });
        file.SetLength(verified.WholeBytes);
        file.Seek(0, SeekOrigin.End);
        return new AuditTrail(file, [.. verified.Lines]);
    }

    /// <inheritdoc/>
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AuditLine? last = _lines.Count > 0 ? _lines[^1] : null;
            (string text, AuditLine line) = AuditChain.Link(entry, (last?.Number ?? 0) + 1, last?.Hash ?? AuditChain.Genesis);
            long whole = _file.Position;
            try
            {
                await _file.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), CancellationToken.None).ConfigureAwait(false);
                _file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A full disk may have taken half a line: the next one must not be glued to it.
                _file.SetLength(whole);
                _file.Seek(0, SeekOrigin.End);
                throw;
            }

            lock (_lines) _lines.Add(line);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditLine>> ReadAsync(Func<AuditEntry, bool> filter, int skip, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        List<AuditLine> found = [];
        lock (_lines)
        {
            for (int i = _lines.Count - 1; i >= 0 && found.Count < Math.Min(take, 1000); i--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (filter(_lines[i].Entry) && skip-- <= 0) found.Add(_lines[i]);
            }
        }

        return Task.FromResult<IReadOnlyList<AuditLine>>(found);
    }

    /// <inheritdoc/>
    public Task<AuditLine?> FindAsync(long number, CancellationToken cancellationToken)
    {
        lock (_lines) return Task.FromResult(number >= 1 && number <= _lines.Count ? _lines[(int)number - 1] : null);
    }

    /// <inheritdoc/>
    public async Task<AuditProof> ProveAsync(CancellationToken cancellationToken)
    {
        // What was written up to now is proved; meanwhile others go on writing.
        int count;
        string head;
        lock (_lines) (count, head) = (_lines.Count, _lines.Count > 0 ? _lines[^1].Hash : AuditChain.Genesis);
        AuditVerification found = await AuditVerification.OfAsync(_file.Name, cancellationToken).ConfigureAwait(false);
        bool holds = count == 0 || found.Lines.Count >= count && found.Lines[count - 1].Hash == head;
        string? problem = found.Lines.Count < count && found.Problem is not null ? found.Problem : holds ? null : $"the file ends at line {found.Lines.Count}, but line {count} was written: lines were cut off or put in";
        return new AuditProof(count, head, problem, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Closes the file; every entry is on the disk already.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _gate.Dispose();
    }
}
