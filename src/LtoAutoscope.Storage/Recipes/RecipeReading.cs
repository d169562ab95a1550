using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>A recipe's text as it is understood.</summary>
/// <param name="Recipe">The recipe; null where something is wrong.</param>
/// <param name="Problems">What is wrong, by line; empty when it is sound.</param>
public sealed record RecipeReading(Recipe? Recipe, IReadOnlyList<RecipeProblem> Problems);
