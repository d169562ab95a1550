namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A registered sample.</summary>
/// <param name="Sample">Its name.</param>
public sealed record SampleNameRequest(string Sample);
