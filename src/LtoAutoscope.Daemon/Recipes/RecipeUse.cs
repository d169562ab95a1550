using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Daemon.Recipes;

/// <summary>A job that has a copy of a recipe.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Sample">Its sample.</param>
/// <param name="Version">The version that it has.</param>
/// <param name="State">How far it is.</param>
/// <param name="RunId">Its run, or null.</param>
public sealed record RecipeUse(string JobId, string Sample, int Version, RunState State, string? RunId);
