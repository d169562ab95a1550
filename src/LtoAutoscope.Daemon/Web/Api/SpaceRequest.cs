namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A search space to write.</summary>
/// <param name="Text">YAML: parameters and constraints (docs/next-synthesis.md).</param>
public sealed record SpaceRequest(string Text);
