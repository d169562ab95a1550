using LtoAutoscope.Domain;
using LtoAutoscope.Learning;
using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>Reads what there is of regressions.</summary>
/// <param name="data">The data folder.</param>
/// <param name="models">The regressions.</param>
/// <param name="runs">The fits.</param>
/// <remarks>Thread safety: may be used from many threads.</remarks>
public sealed class RegressionLibrary(DataFolder data, RegressionModels models, RegressionRuns runs)
{
    private readonly CorrelationPoints _points = new(data);

    /// <summary>All of a target's quantity.</summary>
    public async Task<RegressionView> ReadAsync(RegressionTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ModelRegistryState state = await models.RegistryOf(target.Quantity).ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SamplePoint> points = await _points.ReadAsync(cancellationToken).ConfigureAwait(false);
        int usable = LabTrainingSet.Largest(points, null, target).Set.Count;
        return new RegressionView(target.Key, state.InUse?.Reference ?? RegressionModels.DefaultOf(target.Quantity), [.. state.Models.Reverse()], [.. state.Uses.Reverse()], runs.Current, usable, SvrTraining.MinimumRows, MeasuredRates.Of(points));
    }

    /// <summary>The card of a registered model; null where there is none.</summary>
    public Task<RegressionCard?> CardAsync(RegressionQuantity quantity, string reference, CancellationToken cancellationToken) => BesideAsync<RegressionCard>(quantity, reference, RegressionFits.CardName, cancellationToken);

    /// <summary>The evaluation of a registered model; null where there is none.</summary>
    public Task<RegressionEvaluation?> EvaluationAsync(RegressionQuantity quantity, string reference, CancellationToken cancellationToken) => BesideAsync<RegressionEvaluation>(quantity, reference, RegressionFits.EvaluationName, cancellationToken);

    /// <summary>Path of a file of a registered model: <c>model.onnx</c>, <c>data.csv</c>, <c>card.json</c> or <c>evaluation.json</c>; null where there is none.</summary>
    public async Task<string?> FileAsync(RegressionQuantity quantity, string reference, string file, CancellationToken cancellationToken)
    {
        if (file is not ("model.onnx" or RegressionFits.DataName or RegressionFits.CardName or RegressionFits.EvaluationName)) return null;
        ModelRegistry registry = models.RegistryOf(quantity);
        ModelRegistryState state = await registry.ReadAsync(cancellationToken).ConfigureAwait(false);
        return state.Models.FirstOrDefault(model => model.Reference == reference) is { } found && registry.PathBeside(found, file) is var path && File.Exists(path) ? path : null;
    }

    /// <summary>What two models say of the samples that there are.</summary>
    /// <exception cref="InputException">One of them is none.</exception>
    public async Task<RegressionDifference> DifferenceAsync(RegressionQuantity quantity, string old, string candidate, CancellationToken cancellationToken)
        => await new RegressionComparer(data, models).DifferenceAsync(
            await models.FindAsync(quantity, old, cancellationToken).ConfigureAwait(false), await models.FindAsync(quantity, candidate, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T?> BesideAsync<T>(RegressionQuantity quantity, string reference, string file, CancellationToken cancellationToken)
        where T : class
        => await FileAsync(quantity, reference, file, cancellationToken).ConfigureAwait(false) is { } path ? await JsonFile.ReadAsync<T>(path, cancellationToken).ConfigureAwait(false) : null;
}
