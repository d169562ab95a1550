namespace LtoAutoscope.Storage.Accounts;

/// <summary>A key that was taken.</summary>
/// <param name="Account">In whose name it acts.</param>
/// <param name="Key">The key's record.</param>
public sealed record VerifiedKey(Account Account, ApiKey Key);
