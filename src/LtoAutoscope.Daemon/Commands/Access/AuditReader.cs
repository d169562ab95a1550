using System.Runtime.CompilerServices;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Audits;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>The trail as the asker may read it: all of it with the permission, else what the asker did and what was done to the asker's own.</summary>
/// <param name="audit">The trail.</param>
/// <param name="actors">Who asks.</param>
public sealed class AuditReader(IAuditTrail audit, ActorSource actors)
{
    /// <summary>Whether the asker reads everybody's entries.</summary>
    public async Task<bool> ReadsAllAsync() => Permissions.May((await actors.CurrentAsync()).User, Permission.ReadAudit);

    /// <summary>Entries, newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<AuditLine> Lines, long Total)> ReadAsync(AuditQuery query, int skip, int take, CancellationToken cancellationToken)
    {
        Func<AuditEntry, bool> fits = await FilterAsync(query);
        long total = 0;
        await audit.ReadAsync(
            entry =>
            {
                if (fits(entry)) total++;
                return false;
            }, 0, 1, cancellationToken);
        return (await audit.ReadAsync(fits, skip, take, cancellationToken), total);
    }

    /// <summary>The line of a number; null where there is none or it is not for the asker.</summary>
    public async Task<AuditLine?> FindAsync(long number, CancellationToken cancellationToken)
        => await audit.FindAsync(number, cancellationToken) is { } line && (await FilterAsync(new AuditQuery()))(line.Entry) ? line : null;

    /// <summary>All entries, oldest first, one after the other.</summary>
    public async IAsyncEnumerable<AuditLine> AllAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Func<AuditEntry, bool> fits = await FilterAsync(query);
        for (long number = 1; await audit.FindAsync(number, cancellationToken) is { } line; number++)
            if (fits(line.Entry)) yield return line;
    }

    /// <summary>Reads the trail anew and proves its chain.</summary>
    public Task<AuditProof> ProveAsync(CancellationToken cancellationToken) => audit.ProveAsync(cancellationToken);

    private async Task<Func<AuditEntry, bool>> FilterAsync(AuditQuery query)
    {
        Actor actor = await actors.CurrentAsync();
        if (Permissions.May(actor.User, Permission.ReadAudit)) return query.Fits;
        if (Principals.IsVisitor(actor.User) || Permissions.RoleOf(actor.User) is null) return _ => false;
        return entry => (IsOwn(entry.Who) || IsOwn(entry.Owner)) && query.Fits(entry);

        bool IsOwn(string name) => string.Equals(name, actor.Name, StringComparison.OrdinalIgnoreCase);
    }
}
