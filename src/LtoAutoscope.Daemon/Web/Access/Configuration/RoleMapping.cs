using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>A value of the provider's claim, and the role that it gives.</summary>
/// <param name="Value">The claim's value, such as a group's name.</param>
/// <param name="Role">The role.</param>
public sealed record RoleMapping(string Value, AccountRole Role);
