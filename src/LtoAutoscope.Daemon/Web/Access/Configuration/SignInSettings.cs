namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>Passwords, locks and sessions.</summary>
public sealed record SignInSettings
{
    /// <summary>Wrong tries in a row after which an account is locked, 1…100. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How long it is locked then, minutes, 1…1440. Default 15.</summary>
    public double LockMinutes { get; init; } = 15;

    /// <summary>How long a sign-in lasts while its browser is not used, days, 1…365. Default 14.</summary>
    public double SessionDays { get; init; } = 14;

    /// <summary>Tries to sign in that an address, and an account, has in a minute, 1…1000. Default 20.</summary>
    public int TriesPerMinute { get; init; } = 20;

    /// <summary>Rounds of the hash of new passwords; not a key of the file.</summary>
    internal int HashIterations { get; init; } = Storage.Accounts.AccountPasswords.DefaultIterations;
}
