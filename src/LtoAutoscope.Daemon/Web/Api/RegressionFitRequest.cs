namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A fit that is asked for.</summary>
/// <param name="Name">Name of the model; null for the usual one. Its version is the next number.</param>
/// <param name="Features">Names of features; null for the usual ones.</param>
/// <param name="Note">What it is.</param>
public sealed record RegressionFitRequest(string? Name, IReadOnlyList<string>? Features, string? Note);
