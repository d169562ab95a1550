using LtoAutoscope.Storage.Recipes;

namespace LtoAutoscope.Daemon.Recipes;

/// <summary>A recipe with its versions and where it is used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the saved text; null where the text is wrong.</param>
/// <param name="Yaml">The saved text.</param>
/// <param name="ETag">Send it back as If-Match to change the recipe.</param>
/// <param name="SavedAt">When it was last written, UTC.</param>
/// <param name="IsInDataFolder">Whether it lies in the data folder, because the configuration's folder takes no files.</param>
/// <param name="Problems">What is wrong with the saved text; empty when it is sound.</param>
/// <param name="Versions">Versions that were used, newest first.</param>
/// <param name="Uses">Jobs in the queue's list that have a copy of it, newest first.</param>
public sealed record RecipeView(
    string Name, int? Version, string Yaml, string ETag, DateTimeOffset SavedAt, bool IsInDataFolder, IReadOnlyList<RecipeProblem> Problems, IReadOnlyList<RecipeVersion> Versions,
    IReadOnlyList<RecipeUse> Uses);
