namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A regression to be taken into use.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>, or <c>shipped</c>.</param>
/// <param name="Reason">Why without a comparison with the one in use; null where there is one.</param>
public sealed record RegressionUseRequest(string Reference, string? Reason);
