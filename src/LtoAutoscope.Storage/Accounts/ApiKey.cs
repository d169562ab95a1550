namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/api-keys/ID.json</c>: a key by which a program signs in as an account.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Account">The account in whose name it acts.</param>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="SecretSha256">SHA-256 of its secret part, which is random and long: no slow hash is needed.</param>
public sealed record ApiKey(string Id, string Account, string Note, DateTimeOffset CreatedAt, string SecretSha256);
