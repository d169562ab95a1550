namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The search space as it is written.</summary>
/// <param name="Text">YAML.</param>n/// <param name="IsShipped">Whether it is the one that ships.</param>
public sealed record SpaceText(string Text, bool IsShipped);
