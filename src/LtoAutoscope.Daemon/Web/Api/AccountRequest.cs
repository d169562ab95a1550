using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A new account.</summary>
/// <param name="Name">Its name, 1 to 64 letters, digits, dots, dashes or underscores.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Password">Its password, at least 10 characters; one is made at random when none is given.</param>
public sealed record AccountRequest(string Name, AccountRole Role, string? Password = null);
