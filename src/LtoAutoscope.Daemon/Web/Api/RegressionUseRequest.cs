using LtoAutoscope.Learning;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A regression to be taken into use.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>; <c>shipped</c> for the efficiency, <c>none</c> for a capacity.</param>
/// <param name="Reason">Why without a comparison with the one in use; null where there is one.</param>
/// <param name="Quantity">What it predicts. Default the efficiency.</param>
public sealed record RegressionUseRequest(string Reference, string? Reason, RegressionQuantity Quantity = RegressionQuantity.Ce1);
