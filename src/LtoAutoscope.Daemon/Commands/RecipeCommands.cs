using LtoAutoscope.Daemon.Recipes;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Storage.Recipes;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people do with recipes. Jobs keep the copy that they were queued with, whatever is saved here.</summary>
/// <param name="services">Where the recipes are.</param>
/// <param name="lab">The laboratory, which knows where they are used.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
internal sealed class RecipeCommands(IServiceProvider services, ILab lab, CommandDesk desk)
{
    private RecipeLibrary Library => services.GetService<RecipeLibrary>() ?? throw new InputException("this daemon has no recipes", "recipes", "Start it by `serve`");

    /// <summary>The keys of a recipe, from the schema.</summary>
    public IReadOnlyList<RecipeField> Fields => RecipeSchema.Load(Library.SchemaPath);

    /// <summary>All recipes, by name.</summary>
    public async Task<IReadOnlyList<RecipeView>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<KeptRecipe> kept = await KeptAsync(cancellationToken);
        var views = new List<RecipeView>();
        foreach (string name in Library.Names)
            if (await Library.FindAsync(name, cancellationToken) is { } text) views.Add(View(text, kept));
        return views;
    }

    /// <summary>One recipe, or null.</summary>
    public async Task<RecipeView?> FindAsync(string name, CancellationToken cancellationToken)
        => await Library.FindAsync(name, cancellationToken) is { } text ? View(text, await KeptAsync(cancellationToken)) : null;

    /// <summary>Rehearses a text on a sample. Nothing is saved or queued.</summary>
    /// <exception cref="InputException">The text is wrong, or there is no such sample.</exception>
    public Task<RehearsalReport> DryRunAsync(string yaml, string sample, CancellationToken cancellationToken)
    {
        if (RecipeYaml.Read(yaml, null) is not { Recipe: { } recipe } reading) throw new InputException(Text(RecipeYaml.Read(yaml, null).Problems), "yaml", "Mend these lines first");
        LabRehearsal rehearsal = services.GetService<LabRehearsal>() ?? throw new InputException("this daemon has no microscope in software to rehearse on", "recipes", "Start it by `serve`");
        return rehearsal.TryAsync(reading.Recipe, sample, cancellationToken);
    }

    /// <summary>Saves a recipe.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="yaml">Its text.</param>
    /// <param name="expected">The ETag that was read; null makes a new recipe.</param>
    /// <param name="raisesVersion">Whether the version is raised where the text means something else than before and its version is not higher yet.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="RecipeChangedException">Somebody else wrote it meanwhile.</exception>
    /// <exception cref="InputException">The text is wrong, or its version was used with another content.</exception>
    public async Task<RecipeView> SaveAsync(string name, string yaml, string? expected, bool raisesVersion, CancellationToken cancellationToken)
    {
        RecipeChangedException? changed = null;
        string before = (await Library.FindAsync(name, cancellationToken))?.Yaml ?? "", after = before;
        try
        {
            await desk.DoAsync(new Command(Permission.EditRecipes, expected is null ? "recipe.create" : "recipe.save", name) { State = () => after }, async _ =>
            {
                try
                {
                    string text = await VersionedAsync(name, yaml, before, raisesVersion, cancellationToken);
                    after = (await Library.SaveAsync(name, text, expected, cancellationToken)).Yaml;
                }
                catch (RecipeChangedException other)
                {
                    changed = other;
                    throw new InputException(other.Message, $"recipe '{name}'", "Look at what was changed, and save again");
                }
            });
        }
        catch (InputException) when (changed is not null)
        {
            throw changed;
        }

        return await FindAsync(name, cancellationToken) ?? throw new InputException("the recipe is there no more", $"recipe '{name}'", "Look at the list");
    }

    /// <summary>Makes a new recipe from a text, under another name and as version 1.</summary>
    /// <exception cref="InputException">The name is taken, or the text is wrong.</exception>
    public async Task<RecipeView> DuplicateAsync(string name, string to, CancellationToken cancellationToken)
    {
        RecipeText text = await Library.FindAsync(name, cancellationToken) ?? throw new InputException($"there is no recipe '{name}'", "recipe", "Look at the list");
        string yaml = RecipeYaml.Set(text.Yaml, "name", to);
        if (RecipeYaml.Values(yaml).ContainsKey("version")) yaml = RecipeYaml.Set(yaml, "version", "1");
        try
        {
            return await SaveAsync(to, yaml, null, raisesVersion: true, cancellationToken);
        }
        catch (RecipeChangedException)
        {
            throw new InputException($"there is a recipe '{to}' already", "to", "Choose another name");
        }
    }

    private static string Text(IReadOnlyList<RecipeProblem> problems)
        => string.Join("; ", problems.Select(problem => $"{(problem.Line is { } line ? FormattableString.Invariant($"line {line}: ") : "")}{(problem.Field.Length > 0 && !problem.What.Contains(problem.Field, StringComparison.Ordinal) ? problem.Field + ": " : "")}{problem.What}"));

    /// <summary>One version has one content, so that results can be told apart: a text that means something else gets a version that was never used.</summary>
    private async Task<string> VersionedAsync(string name, string yaml, string before, bool raises, CancellationToken cancellationToken)
    {
        RecipeReading reading = RecipeYaml.Read(yaml, name);
        if (reading.Recipe is not { } recipe) throw new InputException(Text(reading.Problems), $"recipe '{name}'", "Mend these lines");
        Recipe[] used = [.. (await KeptAsync(cancellationToken)).Where(kept => kept.Recipe.Name == name).Select(kept => kept.Recipe)];
        Recipe? saved = before.Length > 0 ? RecipeYaml.Read(before, name).Recipe : null;
        string hash = RecipeStore.HashOf(recipe);
        bool isOther = saved is not null && RecipeStore.HashOf(saved) != hash;
        int highest = Math.Max(isOther ? saved!.Version : 0, used.Select(one => one.Version).DefaultIfEmpty(0).Max());
        bool isTaken = used.Any(one => one.Version == recipe.Version && RecipeStore.HashOf(one) != hash);
        if (!isTaken && !(raises && isOther && recipe.Version <= highest)) return yaml;
        if (raises) return RecipeYaml.Set(yaml, "version", FormattableString.Invariant($"{highest + 1}"));
        throw new InputException(
            FormattableString.Invariant($"version {recipe.Version} was used with another content"), $"recipe '{name}', version", FormattableString.Invariant($"Write version: {highest + 1}, or have it raised when it is saved, so that results made with different conditions can be told apart"));
    }

    private RecipeView View(RecipeText text, IReadOnlyList<KeptRecipe> kept)
    {
        RecipeReading reading = RecipeYaml.Read(text.Yaml, text.Name);
        RecipeVersion[] versions = [.. kept.Where(one => one.Recipe.Name == text.Name).OrderByDescending(one => one.Recipe.Version).ThenByDescending(one => one.KeptAt).Select(one => new RecipeVersion(one.Recipe.Version, one.KeptAt, one.Sha256))];
        RecipeUse[] uses = [.. lab.Current.Queue.Where(job => job.Recipe.Name == text.Name).Reverse().Select(job => new RecipeUse(job.JobId, job.Sample.Name, job.Recipe.Version, job.State, job.RunId))];
        return new RecipeView(text.Name, reading.Recipe?.Version, text.Yaml, text.ETag, text.SavedAt, text.IsInDataFolder, reading.Problems, versions, uses);
    }

    private async Task<IReadOnlyList<KeptRecipe>> KeptAsync(CancellationToken cancellationToken)
        => services.GetService<RecipeStore>() is { } store ? await store.ListAsync(cancellationToken) : [];
}
