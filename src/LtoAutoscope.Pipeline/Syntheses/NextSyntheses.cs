using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>
/// The loop from cells to the next synthesis: it collects what was tried, proposes, plans what is accepted as a sample with a held job, and sees by itself when its cells have come in, so that the next proposal rests on them.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedSpace">The space that ships.</param>
/// <param name="materials">The materials: capacities and conventions come from their files.</param>
/// <param name="queue">Takes planned samples.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread safety: may be used from many threads.</remarks>
public sealed class NextSyntheses(DataFolder data, string shippedSpace, MaterialLibrary materials, ILabQueue queue, TimeProvider time) : IDisposable
{
    private const int SliceSteps = 61;
    private readonly SynthesisJournal _journal = new(data, time);

    /// <summary>The space.</summary>
    public SynthesisSpace Space { get; } = new(data, shippedSpace);

    /// <summary>Everything that the page shows.</summary>
    /// <exception cref="InputException">The space, a sample, a cell or the journal cannot be read, or the choice is out of range.</exception>
    public async Task<SynthesisOverview> ReadAsync(ObjectiveChoice choice, CancellationToken cancellationToken)
    {
        choice = Resolved(choice);
        SearchSpace space = await Space.ReadAsync(cancellationToken).ConfigureAwait(false);
        SynthesisData found = await SynthesisData.ReadAsync(data, space, choice, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ProposedSynthesis> proposals = await _journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        TriedSynthesis? best = found.Tried.MaxBy(one => one.Value);
        SynthesisModel? model = best is null ? null : await Task.Run(() => ModelOf(space, found, best, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new SynthesisOverview
        {
            Choice = choice, Parameters = space.Parameters, Constraints = [.. space.Constraints.Select(constraint => constraint.Text)], IsShippedSpace = Space.IsShipped, Tried = found.Tried, Unused = found.Unused, Best = best,
            FewestSyntheses = FewestOf(space), Syntheses = found.Observations.Count, Model = model, Proposals = [.. proposals.Select(proposal => Measured(proposal, found.Cells)).Reverse()],
        };
    }

    /// <summary>The newest state of one proposal; null where there is none of that id.</summary>
    public async Task<ProposedSynthesis?> FindAsync(string id, CancellationToken cancellationToken)
        => (await _journal.ReadAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(proposal => proposal.Id == id);

    /// <summary>Proposes; what was proposed before and not decided about lapses. The same data give the same proposals.</summary>
    /// <param name="choice">What is to be raised.</param>
    /// <param name="count">How many, 1…20.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">Something cannot be read or is out of range, or the space has no point left.</exception>
    public async Task<IReadOnlyList<ProposedSynthesis>> ProposeAsync(ObjectiveChoice choice, int count, string by, CancellationToken cancellationToken)
    {
        choice = Resolved(choice);
        SearchSpace space = await Space.ReadAsync(cancellationToken).ConfigureAwait(false);
        SynthesisData found = await SynthesisData.ReadAsync(data, space, choice, cancellationToken).ConfigureAwait(false);
        return await _journal.ProposeAsync(choice, async (before, id) =>
        {
            HashSet<string> known = [.. found.Tried.Select(one => one.Sample)];
            // What is accepted and not measured, and what was rejected, is believed at its predicted value: neither is asked for again. Another material may be made the same way.
            double[][] planned = [.. before.Where(proposal => MaterialOf(proposal, found) == choice.Material)
                .Where(proposal => proposal.State is ProposalState.Rejected || (proposal.State is ProposalState.Accepted && !known.Contains(proposal.Sample)))
                .Select(proposal => SynthesisSettings.PointOf(space, proposal.Settings)).OfType<double[]>()];
            var options = new OptimiserOptions { Batch = count, Seed = before.Count + 1, Unit = choice.Unit, DifferenceUnit = choice.Objective == SynthesisObjective.Ce1 ? "points" : null, Scale = choice.Scale, Ceiling = choice.Ceiling };
            ProposalSet set = await Task.Run(() => BayesianOptimiser.Propose(space, found.Observations, planned, options, cancellationToken), cancellationToken).ConfigureAwait(false);
            return set.Proposals.Count == 0
                ? throw new InputException("the space has no point left that was not tried or planned", "space", "Widen a range, make a step finer, or loosen a constraint")
                : [.. set.Proposals.Select((proposal, i) => new ProposedSynthesis
                {
                    Id = $"{id}-{i + 1}", Settings = SynthesisSettings.List(space, proposal.Point), Kind = proposal.Kind, Reason = proposal.Reason, Predicted = proposal.Predicted, Deviation = proposal.Deviation,
                    ExpectedGain = proposal.ExpectedGain, ImprovementProbability = proposal.ImprovementProbability,
                })];
        }, by, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A proposal is to be made: a sample of its name with that synthesis is registered, and a job for it waits in the queue, held until the powder is confirmed on a stub.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="recipe">Recipe of the job.</param>
    /// <param name="material">Material of the sample; null for the one that the proposal was made for.</param>
    /// <param name="stub">The stub foreseen; empty for any.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="cancellationToken">Heeded until the first write.</param>
    /// <exception cref="InputException">There is no such proposal, it was decided about, or recipe, material or stub do not exist.</exception>
    public async Task<JobView> AcceptAsync(string id, string recipe, string? material, string stub, string by, CancellationToken cancellationToken)
    {
        SearchSpace space = await Space.ReadAsync(cancellationToken).ConfigureAwait(false);
        JobView? job = null;
        await _journal.AcceptAsync(id, async proposal => job = await PlanAsync(space, proposal, recipe, material, stub, by, cancellationToken).ConfigureAwait(false), by, cancellationToken).ConfigureAwait(false);
        return job!;
    }

    private async Task<JobView> PlanAsync(SearchSpace space, ProposedSynthesis proposal, string recipe, string? material, string stub, string by, CancellationToken cancellationToken)
    {
        if (SynthesisSettings.PointOf(space, proposal.Settings) is not { } point || !space.Holds(point) || proposal.Settings.Count != space.Parameters.Count)
            throw new InputException("the search space was changed, and the proposal fits it no more", proposal.Id, "Ask for new proposals");
        string gain = proposal.ExpectedGain is { } expected ? FormattableString.Invariant($"; expected gain {expected * proposal.Choice.Scale:G2} {(proposal.Choice.Objective == SynthesisObjective.Ce1 ? "points" : proposal.Choice.Unit)}").TrimEnd() : "";
        var sample = new Sample
        {
            Name = proposal.Id, Stub = stub, Material = material ?? proposal.Choice.Material, Batch = proposal.Id[..proposal.Id.LastIndexOf('-')], Synthesis = SynthesisSettings.Of(space, point),
            Description = $"Proposed for {proposal.Choice.Title}: {string.Join(", ", proposal.Settings)}{gain}",
        };
        return await queue.PlanAsync(new PlanRequest { Sample = sample, RecipeName = recipe }, by, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The material that a proposal is planned, or was meant, to be of.</summary>
    private static string MaterialOf(ProposedSynthesis proposal, SynthesisData found) => found.Materials.GetValueOrDefault(proposal.Sample) ?? proposal.Choice.Material;

    /// <summary>A proposal is not to be made.</summary>
    /// <exception cref="InputException">There is no such proposal, it was decided about, or no reason is given.</exception>
    public Task RejectAsync(string id, string reason, string by, CancellationToken cancellationToken) => _journal.RejectAsync(id, reason, by, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    /// <summary>A choice with what the material's file says.</summary>
    private ObjectiveChoice Resolved(ObjectiveChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        Material material = materials.Load(choice.Material);
        return (choice with { TheoreticalMAhG = choice.TheoreticalMAhG ?? material.TheoreticalCapacityMAhG, Convention = material.Convention }).Checked();
    }

    private static int FewestOf(SearchSpace space) => 2 * (space.Parameters.Count + 1);

    private static SynthesisModel? ModelOf(SearchSpace space, SynthesisData found, TriedSynthesis best, CancellationToken cancellationToken)
    {
        if (SynthesisSettings.PointOf(space, best.Settings) is not { } point) return null;
        if (BayesianOptimiser.Model(space, found.Observations, new OptimiserOptions(), cancellationToken) is not { } surrogate) return null;
        return new SynthesisModel([.. space.Parameters.Zip(surrogate.Lengthscales, (parameter, length) => new ParameterLengthscale(parameter.Name, length))], surrogate.NuggetDeviation, best.Settings, surrogate.Slices(point, SliceSteps));
    }

    /// <summary>A proposal with what its cells tell of its own objective.</summary>
    private static ProposedSynthesis Measured(ProposedSynthesis proposal, ILookup<string, CellTest> cells)
    {
        if (proposal.State != ProposalState.Accepted) return proposal;
        CellTest[] telling = [.. cells[proposal.Sample].Where(cell => proposal.Choice.Of(cell) is not null)];
        if (telling.Length == 0) return proposal;
        (double mean, double? error) = SynthesisData.MeanOf(telling, proposal.Choice);
        return proposal with { State = ProposalState.Measured, Measured = mean, MeasuredError = error, Cells = telling.Length };
    }
}
