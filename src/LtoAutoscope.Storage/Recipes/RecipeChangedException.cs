namespace LtoAutoscope.Storage.Recipes;

/// <summary>A recipe was written by somebody else since it was read; nothing was saved.</summary>
/// <param name="current">The file as it is now; null when it was made or deleted meanwhile.</param>
/// <param name="name">The recipe.</param>
public sealed class RecipeChangedException(string name, RecipeText? current) : Exception(
    current is null ? $"The recipe '{name}' is there no more." : $"The recipe '{name}' was changed by somebody else meanwhile; nothing was saved.")
{
    /// <summary>The file as it is now, or null.</summary>
    public RecipeText? Current { get; } = current;
}
