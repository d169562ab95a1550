namespace LtoAutoscope.Storage.Accounts;

/// <summary><c>accounts/&lt;name&gt;.json</c>: a person who may sign in.</summary>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="CreatedAt">When the account was made, UTC.</param>
/// <param name="Password">The password, hashed.</param>
public sealed record Account(string Name, AccountRole Role, DateTimeOffset CreatedAt, PasswordHash Password);
