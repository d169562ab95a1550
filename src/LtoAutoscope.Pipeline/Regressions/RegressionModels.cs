using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Which regression reads efficiency from morphology: the one that the laboratory has chosen in its registry, else the shipped one. Results that are there keep theirs.</summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedPath">The shipped model's file.</param>
/// <remarks>Thread safety: reads only. The registry is read at each call, so a choice holds from the next prediction on.</remarks>
public sealed class RegressionModels(DataFolder data, string shippedPath)
{
    private readonly ModelRegistry _registry = new(data, TimeProvider.System, ModelRegistry.Regressions);

    /// <summary>The registry.</summary>
    public ModelRegistry Registry => _registry;

    /// <summary>The model in use.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public async Task<RegressionModel> InUseAsync(CancellationToken cancellationToken)
    {
        ModelRegistryState state = await _registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await OfAsync(state, state.InUse?.Reference ?? ModelRegistry.Shipped, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The model of a reference: <c>NAME@VERSION</c>, <c>shipped</c> or <c>in-use</c>.</summary>
    /// <exception cref="InputException">There is none, or its file is missing or damaged.</exception>
    public async Task<RegressionModel> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (reference == "in-use") return await InUseAsync(cancellationToken).ConfigureAwait(false);
        return await OfAsync(await _registry.ReadAsync(cancellationToken).ConfigureAwait(false), reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>SHA-256 of the shipped model.</summary>
    public Task<string> ShippedSha256Async(CancellationToken cancellationToken) => FileHash.Sha256Async(shippedPath, cancellationToken);

    private async Task<RegressionModel> OfAsync(ModelRegistryState state, string reference, CancellationToken cancellationToken)
    {
        if (reference == ModelRegistry.Shipped) return new RegressionModel(reference, shippedPath, await ShippedSha256Async(cancellationToken).ConfigureAwait(false));
        ModelRecord model = state.Find(reference)
            ?? throw new InputException($"there is no registered regression '{reference}'", "regression", $"Choose one of {string.Join(", ", state.Models.Select(static m => m.Reference).Prepend(ModelRegistry.Shipped).Prepend("in-use"))}");
        await _registry.RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
        return new RegressionModel(model.Reference, _registry.PathOf(model), model.Sha256);
    }
}
