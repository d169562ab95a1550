namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A new password for the own account.</summary>
/// <param name="Present">The password so far.</param>
/// <param name="Wanted">The new one, at least 10 characters.</param>
public sealed record PasswordChange(string Present, string Wanted);
