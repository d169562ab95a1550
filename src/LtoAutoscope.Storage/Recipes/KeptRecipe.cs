using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>A recipe as it was used, <c>recipes/NAME-vVERSION-HASH.json</c>.</summary>
/// <param name="Sha256">Hash of the recipe, in JSON on one line.</param>
/// <param name="KeptAt">When it was first used, UTC.</param>
/// <param name="Recipe">The recipe.</param>
public sealed record KeptRecipe(string Sha256, DateTimeOffset KeptAt, Recipe Recipe);
