namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A fit that is asked for.</summary>
/// <param name="Name">Name of the model; null for the usual one of its target. Its version is the next number.</param>
/// <param name="Features">Names of features; null for the usual ones.</param>
/// <param name="Note">What it is.</param>
/// <param name="Material">Material of the samples; null for the one with most of them.</param>
/// <param name="Target">What it predicts: <c>ce1</c>, or <c>capacity_</c>RATE<c>c</c> such as <c>capacity_1c</c>. Null for <c>ce1</c>.</param>
public sealed record RegressionFitRequest(string? Name, IReadOnlyList<string>? Features, string? Note, string? Material = null, string? Target = null);
