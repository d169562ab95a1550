namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Two regressions to be compared.</summary>
/// <param name="Old"><c>NAME@VERSION</c>, <c>shipped</c> (efficiency) or <c>in-use</c>.</param>
/// <param name="New">The same.</param>
/// <param name="Target">What both predict: <c>ce1</c>, or <c>capacity_</c>RATE<c>c</c>. Null for <c>ce1</c>.</param>
public sealed record RegressionCompareRequest(string Old, string New, string? Target = null);
