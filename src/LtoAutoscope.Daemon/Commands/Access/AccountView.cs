using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>An account as administrators see it: nothing secret.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="LastSignInAt">When somebody last signed in as it, UTC; null for never.</param>
/// <param name="IsDisabled">Whether nobody may sign in as it.</param>
/// <param name="LockedUntil">Until when it is locked after wrong tries, UTC; null when it is not.</param>
/// <param name="HasSecondFactor">Whether a code is asked for after the password.</param>
/// <param name="IsExternal">Whether it signs in at the identity provider.</param>
public sealed record AccountView(string Name, AccountRole Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, bool IsDisabled, DateTimeOffset? LockedUntil, bool HasSecondFactor, bool IsExternal)
{
    /// <summary>What may be shown of an account.</summary>
    public static AccountView Of(Account account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(account.Name, account.Role, account.CreatedAt, account.LastSignInAt, account.IsDisabled, account.LockedUntil > now ? account.LockedUntil : null, account.HasSecondFactor, account.External is not null);
    }
}
