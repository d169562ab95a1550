namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A regression to be taken into use.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>; <c>shipped</c> for the efficiency, <c>none</c> for a capacity.</param>
/// <param name="Reason">Why without a comparison with the one in use; null where there is one.</param>
/// <param name="Target">What it predicts: <c>ce1</c>, or <c>capacity_</c>RATE<c>c</c>. Null for <c>ce1</c>.</param>
public sealed record RegressionUseRequest(string Reference, string? Reason, string? Target = null);
