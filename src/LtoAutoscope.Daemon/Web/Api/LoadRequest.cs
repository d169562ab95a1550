namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A registered sample was put on a stub.</summary>
/// <param name="Sample">The sample's name.</param>
/// <param name="Stub">The stub's name.</param>
/// <param name="Confirmed">Whether who says so has seen it lie there.</param>
public sealed record LoadRequest(string Sample, string Stub, bool Confirmed = false);
