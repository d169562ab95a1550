using LtoAutoscope.Learning;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Two regressions to be compared.</summary>
/// <param name="Old"><c>NAME@VERSION</c>, <c>shipped</c> (efficiency) or <c>in-use</c>.</param>
/// <param name="New">The same.</param>
/// <param name="Quantity">What both predict. Default the efficiency.</param>
public sealed record RegressionCompareRequest(string Old, string New, RegressionQuantity Quantity = RegressionQuantity.Ce1);
