using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>
/// The recipes that can be chosen: a YAML file each, in the configuration's folder and, where that takes no files (an installed package, say), in <c>recipes/own/</c> of the data folder, which goes
/// first. What is overwritten is kept in <c>recipes/history/</c>.
/// </summary>
/// <param name="folder">The configuration's folder of recipes.</param>
/// <param name="dataRecipes">The data folder's <c>recipes/</c>.</param>
/// <remarks>Thread safety: all members; writers take turns.</remarks>
public sealed class RecipeLibrary(string folder, string dataRecipes) : IDisposable
{
    private const string Extension = ".yaml";
    private const int LongestText = 100_000;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Where the schema of recipes is.</summary>
    public string SchemaPath => Path.Combine(folder, "recipe.schema.json");

    /// <summary>Names, in order.</summary>
    public IReadOnlyList<string> Names => [.. new[] { folder, Own }.Where(Directory.Exists).SelectMany(place => Directory.EnumerateFiles(place, "*" + Extension)).Select(path => Path.GetFileNameWithoutExtension(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string Own => Path.Combine(dataRecipes, "own");

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="InputException">There is none of that name, or its file is wrong.</exception>
    public Recipe Load(string name)
        => PathOf(name) is { } path ? RecipeFile.Load(path) : throw new InputException($"there is no recipe '{name}'", "recipe", $"Choose one of {string.Join(", ", Names)}, or add a file to {folder}");

    /// <summary>A recipe's file, or null when there is none of that name.</summary>
    public async Task<RecipeText?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (PathOf(name) is not { } path) return null;
        try
        {
            string yaml = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            return new RecipeText(name, yaml, ETagOf(yaml), new DateTimeOffset(File.GetLastWriteTimeUtc(path)), Path.GetDirectoryName(path) == Own);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a recipe, whole or not at all; what was there before is kept in the history.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="yaml">Its text, which must be sound.</param>
    /// <param name="expected">The ETag that was read before; null for a new recipe.</param>
    /// <param name="cancellationToken">Heeded until the file is renamed.</param>
    /// <exception cref="RecipeChangedException">It was changed, made or deleted meanwhile.</exception>
    /// <exception cref="InputException">Name or text are wrong, or nothing can be written.</exception>
    public async Task<RecipeText> SaveAsync(string name, string yaml, string? expected, CancellationToken cancellationToken)
    {
        if (!SampleName.IsValid(name)) throw new InputException($"'{name}' cannot be the name of a recipe", "name", "Use 1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or digit");
        if (yaml.Length > LongestText) throw new InputException("the text is too long", "yaml", $"Write at most {LongestText} characters");
        if (RecipeYaml.Read(yaml, name).Problems is [var problem, ..]) throw new InputException($"{(problem.Field.Length > 0 ? problem.Field + ": " : "")}{problem.What}", problem.Line is { } line ? FormattableString.Invariant($"recipe '{name}', line {line}") : $"recipe '{name}'", problem.Remedy);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RecipeText? now = await FindAsync(name, cancellationToken).ConfigureAwait(false);
            if (now?.ETag != expected) throw new RecipeChangedException(name, now);
            if (now is null && Names.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } near)
                throw new InputException($"there is a recipe '{near}' already", "name", "Choose a name that differs in more than capitals");
            if (now is not null) await KeepAsync(now, cancellationToken).ConfigureAwait(false);
            string place = now?.IsInDataFolder == true || !TakesFiles(folder) ? Own : folder;
            await AtomicFile.WriteTextAsync(Path.Combine(place, name + Extension), yaml, cancellationToken).ConfigureAwait(false);
            return await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new IOException($"The recipe '{name}' vanished after it was written.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the recipe cannot be written ({failure.Message.TrimEnd('.')})", $"recipe '{name}'", "Look at the rights and the free space of the data folder", failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Identity of a text.</summary>
    public static string ETagOf(string yaml) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)))[..32];

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>The file of a name; a name that is no plain one is nobody's.</summary>
    private string? PathOf(string name)
        => !SampleName.IsValid(name) ? null : new[] { Own, folder }.Select(place => Path.Combine(place, name + Extension)).FirstOrDefault(File.Exists);

    private async Task KeepAsync(RecipeText old, CancellationToken cancellationToken)
    {
        int version = RecipeYaml.Read(old.Yaml, null).Recipe?.Version ?? 0;
        string path = Path.Combine(dataRecipes, "history", string.Create(CultureInfo.InvariantCulture, $"{old.Name}-v{version}-{old.ETag[..12]}{Extension}"));
        if (!File.Exists(path)) await AtomicFile.WriteTextAsync(path, old.Yaml, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether this user may write there: rights, read-only mounts and service sandboxes are all found out by trying.</summary>
    private static bool TakesFiles(string place)
    {
        string trial = Path.Combine(place, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
