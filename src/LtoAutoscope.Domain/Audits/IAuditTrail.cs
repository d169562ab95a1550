namespace LtoAutoscope.Domain.Audits;

/// <summary>Where it is written down who did what. Lines are added and never changed.</summary>
public interface IAuditTrail
{
    /// <summary>Writes an entry; it is on the disk when the task ends.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Entries, newest first.</summary>
    /// <param name="filter">Which of them.</param>
    /// <param name="skip">How many of those to pass over, 0 or more.</param>
    /// <param name="take">How many at most, 1…1,000.</param>
    /// <param name="cancellationToken">Heeded between lines.</param>
    Task<IReadOnlyList<AuditLine>> ReadAsync(Func<AuditEntry, bool> filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>The line of a number, or null.</summary>
    Task<AuditLine?> FindAsync(long number, CancellationToken cancellationToken);

    /// <summary>Reads the whole trail anew from the disk and proves that its lines hang together and are those that were written.</summary>
    Task<AuditProof> ProveAsync(CancellationToken cancellationToken);
}
