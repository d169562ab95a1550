using LtoAutoscope.Domain.Audits;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>A trail in memory.</summary>
internal sealed class MemoryTrail : IAuditTrail
{
    private readonly List<AuditEntry> _entries = [];

    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_entries) return [.. _entries];
        }
    }

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_entries) _entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<AuditLine?> FindAsync(long number, CancellationToken cancellationToken)
        => Task.FromResult(number >= 1 && number <= Entries.Count ? new AuditLine(number, Entries[(int)number - 1], "") : null);

    public Task<AuditProof> ProveAsync(CancellationToken cancellationToken) => Task.FromResult(new AuditProof(Entries.Count, "", null, TimeProvider.System.GetUtcNow()));

    public Task<IReadOnlyList<AuditLine>> ReadAsync(Func<AuditEntry, bool> filter, int skip, int take, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<AuditLine>>([.. Entries.Select((entry, i) => new AuditLine(i + 1, entry, "")).Reverse().Where(line => filter(line.Entry)).Skip(skip).Take(take)]);
}
