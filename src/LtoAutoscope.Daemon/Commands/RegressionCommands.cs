using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Storage.Models;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people and programs may ask of the regressions, in the name of whoever signed in.</summary>
/// <param name="runs">Fits them.</param>
/// <param name="models">Which there are.</param>
/// <param name="comparer">Holds two against each other.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
public sealed class RegressionCommands(RegressionRuns runs, RegressionModels models, RegressionComparer comparer, CommandDesk desk)
{
    /// <summary>Begins a fit on the laboratory's own cells, in the background. It is registered as a new version, and not taken into use.</summary>
    public Task<RegressionFitProgress> FitAsync(RegressionOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return desk.DoAsync(new Command(Permission.Propose, "regression.fit", $"{order.ModelName} {order.Target.Key}"), by => Task.FromResult(runs.Start(order, by)));
    }

    /// <summary>Cancels the fit.</summary>
    public Task<RegressionFitProgress> CancelAsync(CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Propose, "regression.cancel", runs.Current?.Name ?? ""), _ => runs.CancelAsync(cancellationToken));

    /// <summary>Compares two regressions of a quantity on the samples that there are, and puts that on record.</summary>
    public Task<RegressionDifference> CompareAsync(RegressionTarget target, string old, string candidate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return desk.DoAsync(new Command(Permission.Propose, "regression.compare", $"{old} {candidate} {target.Key}"), async by => (await comparer.CompareAsync(
            await models.FindAsync(target.Quantity, old, cancellationToken).ConfigureAwait(false), await models.FindAsync(target.Quantity, candidate, cancellationToken).ConfigureAwait(false), by, cancellationToken).ConfigureAwait(false)).Difference);
    }

    /// <summary>Has new predictions use a model; those that are there keep theirs.</summary>
    /// <param name="target">What it predicts.</param>
    /// <param name="reference"><c>NAME@VERSION</c>; <c>shipped</c> for the efficiency, <c>none</c> for a capacity.</param>
    /// <param name="reason">Why it is taken into use without a comparison with the one in use; null requires one.</param>
    /// <param name="cancellationToken">Changes nothing.</param>
    public Task<ModelUse> UseAsync(RegressionTarget target, string reference, string? reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return desk.DoAsync(new Command(Permission.Approve, "regression.use", $"{reference} {target.Key}"), by => models.UseAsync(target, reference, by, string.IsNullOrWhiteSpace(reason) ? null : reason, cancellationToken));
    }
}
