using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>A key as people see it: nothing secret.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Account">In whose name it acts.</param>
/// <param name="Scope">How far it reaches: read, queue, operate or full.</param>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">From when on it is no longer taken, UTC; null for never.</param>
/// <param name="LastUsedAt">When it was last used, UTC; null for never.</param>
/// <param name="LastUsedFrom">From which address; empty for never.</param>
public sealed record KeyView(string Id, string Account, string Scope, string Note, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string LastUsedFrom)
{
    /// <summary>What may be shown of a key.</summary>
    public static KeyView Of(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key.Id, key.Account, key.Scope, key.Note, key.CreatedAt, key.ExpiresAt, key.LastUse?.At, key.LastUse?.From ?? "");
    }
}
