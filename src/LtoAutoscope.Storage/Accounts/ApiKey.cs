namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/api-keys/ID.json</c>: a key by which a program signs in as an account.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Account">The account in whose name it acts.</param>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="SecretSha256">SHA-256 of its secret part, which is random and long: no slow hash is needed.</param>
public sealed record ApiKey(string Id, string Account, string Note, DateTimeOffset CreatedAt, string SecretSha256)
{
    /// <summary>How far it reaches within the account's role: <c>read</c>, <c>queue</c>, <c>operate</c> or <c>full</c>. Keys of before there were scopes reach as far as their account.</summary>
    public string Scope { get; init; } = "full";

    /// <summary>From when on it is no longer taken, UTC; null for never, as keys of before have it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When and from where it was last used; null when it never was. Not part of its file.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ApiKeyUse? LastUse { get; init; }
}
