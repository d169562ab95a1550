namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A copy of a recipe.</summary>
/// <param name="To">Its name.</param>
public sealed record DuplicateRequest(string To);
