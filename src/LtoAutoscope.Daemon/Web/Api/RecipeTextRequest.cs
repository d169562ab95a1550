namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A recipe's text to look at.</summary>
/// <param name="Yaml">The text.</param>
/// <param name="Name">The name that it must have; null for any.</param>
public sealed record RecipeTextRequest(string Yaml, string? Name = null);
