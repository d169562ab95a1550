using System.Text.Json.Serialization;

namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/&lt;name&gt;.json</c>: a person who may sign in. Each reader has a copy of its own and may change it; only <see cref="AccountStore"/> writes it back.</summary>
public sealed record Account
{
    /// <summary>Name to sign in with.</summary>
    public required string Name { get; set; }

    /// <summary>What the person may do.</summary>
    [JsonConverter(typeof(AccountRoleConverter))]
    public required AccountRole Role { get; set; }

    /// <summary>When the account was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>The password, hashed (see <see cref="AccountPasswords"/>); empty for somebody who only signs in by OpenID Connect.</summary>
    [JsonConverter(typeof(PasswordRecordConverter))]
    public required string Password { get; set; }

    /// <summary>Whether nobody may sign in as this account.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Wrong passwords and codes in a row since the last right one.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>Until when nobody may sign in after too many wrong tries, UTC; null when it is not locked.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When somebody last signed in as this account, UTC.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Changes with the password and the second factor; sessions that began under another one have ended.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Counts the writes of this file, so that two changes at once do not undo each other.</summary>
    public long Version { get; set; }

    /// <summary>The secret of the second factor in base 32 (RFC 4648), or null.</summary>
    public string? SecondFactorKey { get; set; }

    /// <summary>Whether a code is asked for after the password; the key alone is one that is still being set up.</summary>
    public bool HasSecondFactor { get; set; }

    /// <summary>The time step of the last accepted code: no code is taken twice (RFC 6238, section 5.2).</summary>
    public long LastCodeStep { get; set; }

    /// <summary>SHA-256 of the recovery codes that are left.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    /// <summary>Issuer and subject at the identity provider, joined by a space, for an account that OpenID Connect made; or null.</summary>
    public string? External { get; set; }
}
