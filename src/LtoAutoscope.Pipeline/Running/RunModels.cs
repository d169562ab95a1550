using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>
/// Which segmentation network is used. For something new: the one given on the command line; else the recipe's, where it names another than the shipped one;
/// else the one that the laboratory has chosen in its registry; else the shipped one. For a run that has begun: the one that it began with, whatever was chosen since.
/// </summary>
/// <param name="shippedFolder">Folder of the networks that came with the program.</param>
/// <param name="data">The data folder, or null where there is none.</param>
/// <param name="explicitPath">A file given on the command line, or null.</param>
/// <remarks>Thread safety: reads only. The registry is read at each call, so a choice holds from the next run on.</remarks>
public sealed class RunModels(string shippedFolder, DataFolder? data, string? explicitPath = null)
{
    /// <summary>The shipped network's file name, and what a recipe means by it: the network in use here.</summary>
    public static string ShippedName { get; } = new SegmentationSettings().Model;

    /// <summary>The shipped network.</summary>
    public string ShippedPath => Path.Combine(shippedFolder, ShippedName);

    /// <summary>The network for something new.</summary>
    /// <param name="settings">The recipe's settings.</param>
    /// <param name="where">What to call the recipe in a message.</param>
    /// <param name="cancellationToken">Ends between two files.</param>
    /// <exception cref="InputException">It is missing, or is not what was registered.</exception>
    public async Task<RunModel> ForNewAsync(SegmentationSettings settings, string where, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (explicitPath is not null)
        {
            if (!File.Exists(explicitPath)) throw new InputException("the segmentation model is missing", explicitPath, "Check the path given with --model");
            return await FileAsync(Path.GetFullPath(explicitPath), Path.GetFileName(explicitPath), cancellationToken).ConfigureAwait(false);
        }

        ModelRegistry? registry = Registry();
        ModelRegistryState? state = registry is null ? null : await registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (settings.Model != ShippedName)
        {
            if (state?.Find(settings.Model) is { } named) return await RegisteredAsync(registry!, named, cancellationToken).ConfigureAwait(false);
            string path = Path.Combine(shippedFolder, settings.Model);
            if (!File.Exists(path))
                throw new InputException("the segmentation model is missing", path, $"Put the file there, or name another in segmentation.model of {where}: a file, or a registered NAME@VERSION");
            return await FileAsync(path, settings.Model, cancellationToken).ConfigureAwait(false);
        }

        if (state?.InUse is { Reference: not ModelRegistry.Shipped } use)
        {
            ModelRecord model = state.Models.FirstOrDefault(m => m.Sha256 == use.Sha256 && m.Reference == use.Reference)
                ?? throw new InputException($"the model in use, {use.Reference}, is no longer registered", data!.Models, "Restore its folder from a backup, or choose another with `model use`");
            return await RegisteredAsync(registry!, model, cancellationToken).ConfigureAwait(false);
        }

        if (!File.Exists(ShippedPath)) throw new InputException("the segmentation model is missing", ShippedPath, $"Put the file there, or name another in segmentation.model of {where}");
        return await FileAsync(ShippedPath, ShippedName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The network that a run began with: figures of two networks in one sample would be nobody's.</summary>
    /// <exception cref="InputException">It is nowhere any more.</exception>
    public async Task<RunModel> ForRunAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        string sha256 = RunModel.HashOf(run.SegmentationModel);
        ModelRegistry? registry = Registry();
        if (registry is not null && (await registry.ReadAsync(cancellationToken).ConfigureAwait(false)).Models.FirstOrDefault(m => m.Sha256 == sha256) is { } registered)
        {
            RunModel model = await RegisteredAsync(registry, registered, cancellationToken).ConfigureAwait(false);
            return model with { Identity = run.SegmentationModel };
        }

        string[] candidates = [.. new[] { explicitPath, Path.Combine(shippedFolder, run.Recipe.Segmentation.Model), ShippedPath }.OfType<string>().Where(File.Exists).Distinct()];
        foreach (string path in candidates)
        {
            if (await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false) == sha256) return new RunModel(path, run.SegmentationModel);
        }

        throw new InputException($"the run began with the segmentation model {run.SegmentationModel}, and that file is neither registered nor shipped any more", $"run {run.RunId}",
            "Register the earlier file (`model register FILE`) and queue the job again, or remove the job and queue the sample anew");
    }

    private ModelRegistry? Registry() => data is null ? null : new ModelRegistry(data, TimeProvider.System);

    private static async Task<RunModel> RegisteredAsync(ModelRegistry registry, ModelRecord model, CancellationToken cancellationToken)
    {
        await registry.RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
        return new RunModel(registry.PathOf(model), model.Identity);
    }

    private static async Task<RunModel> FileAsync(string path, string name, CancellationToken cancellationToken)
        => new(path, RunModel.IdentityOf(name, await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false)));
}
