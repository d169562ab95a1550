namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/key-uses/ID.json</c>: the last use of a key.</summary>
/// <param name="At">When, UTC; exact to a minute.</param>
/// <param name="From">From which address.</param>
public sealed record ApiKeyUse(DateTimeOffset At, string From);
