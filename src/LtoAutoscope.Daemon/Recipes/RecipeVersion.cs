namespace LtoAutoscope.Daemon.Recipes;

/// <summary>A version of a recipe that was used.</summary>
/// <param name="Version">The version.</param>
/// <param name="FirstUsedAt">When a job first took it, UTC.</param>
/// <param name="Sha256">Hash of its content.</param>
public sealed record RecipeVersion(int Version, DateTimeOffset FirstUsedAt, string Sha256);
