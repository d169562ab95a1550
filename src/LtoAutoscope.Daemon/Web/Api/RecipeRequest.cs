namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A recipe to save.</summary>
/// <param name="Yaml">Its text.</param>
/// <param name="RaiseVersion">Whether the version is raised where the text means something else than before. Default false: a version that was used with another content is then refused.</param>
public sealed record RecipeRequest(string Yaml, bool RaiseVersion = false);
