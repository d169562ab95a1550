namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A raw command.</summary>
/// <param name="Command">The command in the instrument's own protocol.</param>
/// <param name="Part">The protocol of the connection; null where there is only one.</param>
public sealed record ConsoleRequest(string Command, string? Part = null);
