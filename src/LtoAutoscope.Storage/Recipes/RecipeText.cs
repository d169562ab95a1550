namespace LtoAutoscope.Storage.Recipes;

/// <summary>A recipe's file as it lies on the disk.</summary>
/// <param name="Name">Name of the file without its extension; the recipe's own name is the same.</param>
/// <param name="Yaml">Its text.</param>
/// <param name="ETag">Changes with every change of the text.</param>
/// <param name="SavedAt">When it was last written, UTC.</param>
/// <param name="IsInDataFolder">Whether it lies in the data folder, because the configuration's folder takes no files.</param>
public sealed record RecipeText(string Name, string Yaml, string ETag, DateTimeOffset SavedAt, bool IsInDataFolder);
