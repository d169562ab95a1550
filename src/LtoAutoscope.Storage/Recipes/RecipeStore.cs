using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>
/// The recipes in use, a file each, by name, version and hash. One version of a recipe has one content: results that carry it can be compared.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread; writing the same recipe twice gives the same file.</remarks>
public sealed class RecipeStore(DataFolder data, TimeProvider time)
{
    private const int HashDigits = 12;
    private const int ShownDifferences = 5;

    /// <summary>Keeps a recipe that is about to be used; one that is kept already is left as it is.</summary>
    /// <param name="recipe">The recipe as it stands in its file.</param>
    /// <param name="acceptsOther">Whether another content under the same name and version is kept beside the first instead of being refused.</param>
    /// <param name="cancellationToken">Heeded until the file is renamed.</param>
    /// <returns>Its hash.</returns>
    /// <exception cref="InputException">The same version was used with another content; the message names the keys.</exception>
    public async Task<string> KeepAsync(Recipe recipe, bool acceptsOther, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        data.RequireWritable();
        string name = FileName(recipe.Name);
        foreach (KeptRecipe kept in await VersionsAsync(recipe, cancellationToken).ConfigureAwait(false))
        {
            // Compared by what it means to this version of the program: a key that is new in it had its default before.
            List<string> differences = [.. Differences("", ToNode(kept.Recipe), ToNode(recipe))];
            if (differences.Count == 0) return kept.Sha256;
            if (acceptsOther) continue;
            string more = differences.Count > ShownDifferences ? $" and {differences.Count - ShownDifferences} more" : "";
            throw new InputException(
                FormattableString.Invariant($"version {recipe.Version} was used with another content on {kept.KeptAt:yyyy-MM-dd} ({string.Join(", ", differences.Take(ShownDifferences))}{more})"),
                $"recipe '{recipe.Name}'", FormattableString.Invariant($"Write version: {recipe.Version + 1} into its file, so that results made with different conditions can be told apart"));
        }

        string sha256 = HashOf(recipe);
        string path = Path.Combine(data.Recipes, FormattableString.Invariant($"{name}-v{recipe.Version}-{sha256[..HashDigits]}.json"));
        await JsonFile.WriteAsync(path, new KeptRecipe(sha256, time.GetUtcNow(), recipe), cancellationToken).ConfigureAwait(false);
        return sha256;
    }

    /// <summary>All recipes that were used, by name and version.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<KeptRecipe>> ListAsync(CancellationToken cancellationToken)
    {
        List<KeptRecipe> kept = [];
        foreach (string path in Directory.EnumerateFiles(data.Recipes, "*.json").Order(StringComparer.Ordinal))
            kept.Add(await JsonFile.ReadAsync<KeptRecipe>(path, cancellationToken).ConfigureAwait(false));
        return [.. kept.OrderBy(entry => entry.Recipe.Name, StringComparer.Ordinal).ThenBy(entry => entry.Recipe.Version)];
    }

    /// <summary>SHA-256 of a recipe in JSON on one line.</summary>
    public static string HashOf(Recipe recipe) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, DomainJson.Line)));

    private async Task<IReadOnlyList<KeptRecipe>> VersionsAsync(Recipe recipe, CancellationToken cancellationToken)
    {
        List<KeptRecipe> kept = [];
        foreach (string path in Directory.EnumerateFiles(data.Recipes, FormattableString.Invariant($"{FileName(recipe.Name)}-v{recipe.Version}-*.json")).Order(StringComparer.Ordinal))
            kept.Add(await JsonFile.ReadAsync<KeptRecipe>(path, cancellationToken).ConfigureAwait(false));
        return [.. kept.Where(entry => entry.Recipe.Name == recipe.Name && entry.Recipe.Version == recipe.Version)];
    }

    private static JsonNode ToNode(Recipe recipe) => JsonSerializer.SerializeToNode(recipe, DomainJson.Line)!;

    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject old && after is JsonObject now)
            return now.SelectMany(pair => Differences(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}", old[pair.Key], pair.Value));
        return JsonNode.DeepEquals(before, after) ? [] : [$"{path}: {before?.ToJsonString() ?? "null"} → {after?.ToJsonString() ?? "null"}"];
    }

    /// <summary>A recipe's name may be anything; what cannot stand in a file name becomes a dash, and the hash tells such names apart.</summary>
    private static string FileName(string name) => SampleName.IsValid(name) ? name : string.Concat(name.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}
