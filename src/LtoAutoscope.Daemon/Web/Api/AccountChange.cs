using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Changes of an account; a null leaves what is there.</summary>
/// <param name="Role">Another role.</param>
/// <param name="IsDisabled">Whether nobody may sign in as it.</param>
/// <param name="Reason">Why, for the trail.</param>
public sealed record AccountChange(AccountRole? Role = null, bool? IsDisabled = null, string? Reason = null);
