namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Which channel is tested.</summary>
/// <param name="Channel">Its name; null for all.</param>
internal sealed record AlertTestRequest(string? Channel);
