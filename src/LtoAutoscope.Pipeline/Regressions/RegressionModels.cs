using LtoAutoscope.Domain;
using LtoAutoscope.Learning;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>
/// Which regressions read morphology: of efficiency the one that the laboratory has chosen in its registry, else the shipped one; of capacity the chosen one, else none.
/// Results that are there keep theirs.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedPath">The shipped model's file.</param>
/// <remarks>Thread safety: reads only. The registry is read at each call, so a choice holds from the next prediction on.</remarks>
public sealed class RegressionModels(DataFolder data, string shippedPath)
{
    private readonly ModelRegistry _efficiencies = new(data, TimeProvider.System, ModelRegistry.Regressions), _capacities = new(data, TimeProvider.System, ModelRegistry.Capacities);

    /// <summary>The registry of a quantity.</summary>
    public ModelRegistry RegistryOf(RegressionQuantity quantity) => quantity == RegressionQuantity.Ce1 ? _efficiencies : _capacities;

    /// <summary>What is in use until somebody chooses.</summary>
    public static string DefaultOf(RegressionQuantity quantity) => quantity == RegressionQuantity.Ce1 ? ModelRegistry.Shipped : ModelRegistry.None;

    /// <summary>The model of efficiency in use.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public async Task<RegressionModel> InUseAsync(CancellationToken cancellationToken) => (await InUseAsync(RegressionQuantity.Ce1, cancellationToken).ConfigureAwait(false))!;

    /// <summary>The model in use; null where none is.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public async Task<RegressionModel?> InUseAsync(RegressionQuantity quantity, CancellationToken cancellationToken)
    {
        ModelRegistryState state = await RegistryOf(quantity).ReadAsync(cancellationToken).ConfigureAwait(false);
        string reference = state.InUse?.Reference ?? DefaultOf(quantity);
        return reference == ModelRegistry.None ? null : await OfAsync(quantity, state, reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The model of a reference: <c>NAME@VERSION</c>, <c>shipped</c> or <c>in-use</c>.</summary>
    /// <exception cref="InputException">There is none, or its file is missing or damaged.</exception>
    public async Task<RegressionModel> FindAsync(RegressionQuantity quantity, string reference, CancellationToken cancellationToken)
    {
        if (reference == "in-use")
        {
            return await InUseAsync(quantity, cancellationToken).ConfigureAwait(false)
                ?? throw new InputException("no regression of capacity is in use", "regression", "Name two registered ones, or take one into use first");
        }

        return await OfAsync(quantity, await RegistryOf(quantity).ReadAsync(cancellationToken).ConfigureAwait(false), reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has new predictions use a model.</summary>
    /// <param name="target">What it predicts.</param>
    /// <param name="reference"><c>NAME@VERSION</c>, <c>shipped</c> (efficiency) or <c>none</c> (capacity).</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reason">Why without a comparison with the one in use; null requires one, unless the two predict capacities at different rates, which nothing can compare.</param>
    /// <param name="cancellationToken">Changes nothing.</param>
    /// <exception cref="InputException">There is no such model, it predicts something else, its file is damaged, or it was not compared.</exception>
    public async Task<ModelUse> UseAsync(RegressionTarget target, string reference, string by, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ModelRegistryState state = await RegistryOf(target.Quantity).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reference != DefaultOf(target.Quantity))
        {
            if (state.Find(reference) is not { } chosen) throw await UnknownAsync(target.Quantity, state, reference, cancellationToken).ConfigureAwait(false);
            if (TargetOf(chosen) is var other && other != target) throw new InputException($"{reference} predicts the {other.Title}, not the {target.Title}", "regression", $"Say --target {other.Key}, or choose another one");
        }

        if (target.Quantity == RegressionQuantity.Ce1) return await _efficiencies.UseAsync(reference, await ShippedSha256Async(cancellationToken).ConfigureAwait(false), by, reason, cancellationToken).ConfigureAwait(false);
        if (reason is null && state.InUse is { } use && TargetOf(state, use.Reference) is { } old && TargetOf(state, reference) is { } fresh && old != fresh) reason = $"{fresh.Title} instead of {old.Title}";
        return await _capacities.UseAsync(reference, null, by, reason, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>SHA-256 of the shipped model.</summary>
    public Task<string> ShippedSha256Async(CancellationToken cancellationToken) => FileHash.Sha256Async(shippedPath, cancellationToken);

    /// <summary>What a registered model predicts, by what was written down with it.</summary>
    public static RegressionTarget TargetOf(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return RegressionTarget.TryParse(model.Metadata.GetValueOrDefault(RegressionFits.TargetKey, ""), out RegressionTarget? target) ? target : RegressionTarget.Ce1;
    }

    /// <summary>What to say of a reference that a registry does not have: perhaps the other one has it.</summary>
    private async Task<InputException> UnknownAsync(RegressionQuantity quantity, ModelRegistryState state, string reference, CancellationToken cancellationToken)
    {
        bool ships = quantity == RegressionQuantity.Ce1;
        ModelRegistryState others = await RegistryOf(ships ? RegressionQuantity.Capacity : RegressionQuantity.Ce1).ReadAsync(cancellationToken).ConfigureAwait(false);
        string known = string.Join(", ", state.Models.Select(static m => m.Reference).Prepend(DefaultOf(quantity)));
        return new InputException(
            $"there is no registered regression of {(ships ? "efficiency" : "capacity")} '{reference}'", "regression",
            others.Find(reference) is { } elsewhere ? $"{elsewhere.Reference} predicts the {TargetOf(elsewhere).Title}: say --target {TargetOf(elsewhere).Key}" : $"Choose one of {known}");
    }

    private static RegressionTarget? TargetOf(ModelRegistryState state, string reference) => state.Find(reference) is { } model ? TargetOf(model) : null;

    private async Task<RegressionModel> OfAsync(RegressionQuantity quantity, ModelRegistryState state, string reference, CancellationToken cancellationToken)
    {
        bool ships = quantity == RegressionQuantity.Ce1;
        if (ships && reference == ModelRegistry.Shipped) return new RegressionModel(reference, shippedPath, await ShippedSha256Async(cancellationToken).ConfigureAwait(false), RegressionTarget.Ce1);
        ModelRegistry registry = RegistryOf(quantity);
        ModelRecord model = state.Find(reference) ?? throw await UnknownAsync(quantity, state, reference, cancellationToken).ConfigureAwait(false);
        await registry.RequireIntactAsync(model, cancellationToken).ConfigureAwait(false);
        return new RegressionModel(model.Reference, registry.PathOf(model), model.Sha256, TargetOf(model));
    }
}
