namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Shows that the owner of the account asks.</summary>
/// <param name="Present">The password.</param>
public sealed record PresentPassword(string Present);
