using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>Reads a recipe from config/recipes/*.yaml.</summary>
public static class RecipeFile
{
    /// <summary>Reads and validates a recipe.</summary>
    /// <exception cref="InputException">A key is unknown, or values are out of range; all of these are listed.</exception>
    public static Recipe Load(string path)
    {
        Recipe recipe = StrictYaml.Load<Recipe>(path);
        return recipe.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; their ranges stand in recipe.schema.json beside it")
            : recipe;
    }
}
