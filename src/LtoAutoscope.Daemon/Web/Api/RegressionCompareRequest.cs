namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Two regressions to be compared.</summary>
/// <param name="Old"><c>NAME@VERSION</c>, <c>shipped</c> or <c>in-use</c>.</param>
/// <param name="New">The same.</param>
public sealed record RegressionCompareRequest(string Old, string New);
