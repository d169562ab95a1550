namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A recipe to rehearse.</summary>
/// <param name="Yaml">Its text.</param>
/// <param name="Sample">A registered sample; empty for the first one that is loaded.</param>
public sealed record DryRunRequest(string Yaml, string Sample = "");
