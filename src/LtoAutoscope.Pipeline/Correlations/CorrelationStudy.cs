using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Responses;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>Morphology against efficiency, as pages and API ask for it.</summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedModel">The regression that ships with the program.</param>
/// <remarks>Thread safety: may be used from many threads.</remarks>
public sealed class CorrelationStudy(DataFolder data, string shippedModel)
{
    private readonly CorrelationPoints _points = new(data);
    private readonly CorrelationModels _models = new(data, shippedModel);

    /// <summary>All samples with a morphology.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public Task<IReadOnlyList<SamplePoint>> PointsAsync(CancellationToken cancellationToken) => _points.ReadAsync(cancellationToken);

    /// <summary>All regressions, the most telling first.</summary>
    public Task<IReadOnlyList<CorrelationModel>> ModelsAsync(IReadOnlyList<SamplePoint> points, ICollection<string> problems, CancellationToken cancellationToken)
        => _models.ListAsync(points, problems, cancellationToken);

    /// <summary>A regression by its id; the most telling one where <paramref name="id"/> is empty.</summary>
    /// <exception cref="InputException">There is none of that id, or none at all.</exception>
    public async Task<CorrelationModel> ModelAsync(string? id, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        IReadOnlyList<CorrelationModel> models = await ModelsAsync(await PointsAsync(cancellationToken).ConfigureAwait(false), problems, cancellationToken).ConfigureAwait(false);
        if (models.Count == 0) throw new InputException($"no regression can be used. {string.Join(" ", problems)}", "model", "Restore the shipped models/virtual-ce");
        return string.IsNullOrEmpty(id) ? models[0]
            : models.FirstOrDefault(model => model.Id == id) ?? throw new InputException($"there is no regression '{id}'", "model", $"Choose one of {string.Join(", ", models.Select(model => model.Id))}");
    }

    /// <summary>What a regression answers over two of its features. The others are held at a sample's values, or at the mean of the training rows.</summary>
    /// <param name="model">The regression.</param>
    /// <param name="x">The feature along x; the first where empty.</param>
    /// <param name="y">The feature along y; the next one where empty.</param>
    /// <param name="sample">The sample, or null.</param>
    /// <param name="steps">Values along an edge, 8…80.</param>
    /// <param name="cancellationToken">Heeded before the computation.</param>
    /// <exception cref="InputException">A feature or the sample is unknown, or both features are one.</exception>
    public async Task<ResponseSurface> SurfaceAsync(CorrelationModel model, string? x, string? y, string? sample, int steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Svr.Features.Count < 2) throw new InputException("the regression has one feature only, so there is no surface", "model", "Choose a regression with two or more features");
        if (steps is < ResponseSurface.FewestSteps or > ResponseSurface.MostSteps) throw new InputException($"{steps} steps", "steps", $"Give {ResponseSurface.FewestSteps} to {ResponseSurface.MostSteps}");
        int across = Number(x, "x", 0), along = Number(y, "y", across == 0 ? 1 : 0);
        if (across == along) throw new InputException($"'{model.Svr.Features[across]}' stands along both axes", "y", "Choose two features");
        double[] held = [.. model.Svr.Standardisation.Means];
        if (!string.IsNullOrEmpty(sample))
        {
            SamplePoint point = (await PointsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(entry => entry.Sample == sample) ?? throw new InputException($"no sample '{sample}' has a morphology", "sample", "Choose a sample of the table");
            held = model.FeaturesOf(point) ?? throw new InputException($"sample '{sample}' lacks a feature of the regression", "sample", "Choose another sample");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await Task.Run(() => ResponseSurface.Of(model.Svr, model.Support, across, along, held, steps), cancellationToken).ConfigureAwait(false);

        int Number(string? feature, string key, int otherwise)
        {
            if (string.IsNullOrEmpty(feature)) return otherwise;
            for (int f = 0; f < model.Svr.Features.Count; f++)
                if (model.Svr.Features[f] == feature) return f;
            throw new InputException($"the regression has no feature '{feature}'", key, $"Choose one of {string.Join(", ", model.Svr.Features)}");
        }
    }

    /// <summary>Morphologies that are worth making next, inside the region that the regression's data support.</summary>
    /// <exception cref="InputException">The count is out of range.</exception>
    public async Task<ProposalList> ProposalsAsync(CorrelationModel model, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (count is < 1 or > MorphologyProposals.Most) throw new InputException($"{count} proposals", "count", $"Give 1 to {MorphologyProposals.Most}");
        IReadOnlyList<SamplePoint> points = await PointsAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Propose(model, count, points, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static ProposalList Propose(CorrelationModel model, int count, IReadOnlyList<SamplePoint> points, CancellationToken cancellationToken)
    {
        var none = new ProposalList(model.Id, model.Name, model.IsVirtual, model.Svr.TrainedOn, model.Svr.TrainingRows, model.Svr.Rmse, null, "", []);
        if (model.HeldOut is not { } heldOut) return none with { Reason = "The regression's training data are not beside it, so the spread of its predictions is unknown: put them there as a CSV file of the same name." };
        IReadOnlyList<MorphologyProposal> chosen = MorphologyProposals.Choose(model.Svr, model.Support, heldOut, model.Rows, count, Proposal.Whole, cancellationToken);
        (SamplePoint Point, double[] Place)[] made = [.. points.Select(point => (point, model.FeaturesOf(point))).Where(entry => entry.Item2 is not null).Select(entry => (entry.point, model.Svr.Standardisation.Apply((IReadOnlyList<double>)entry.Item2!)))];
        HashSet<string> names = [.. points.Select(point => point.Sample)];
        List<Proposal> proposals = [];
        int number = 1;
        foreach (MorphologyProposal proposal in chosen)
        {
            string name;
            do name = string.Create(CultureInfo.InvariantCulture, $"PROPOSAL-{number++:00}");
            while (names.Contains(name));
            double[] place = model.Svr.Standardisation.Apply([.. model.Svr.Features.Select(feature => proposal.Features[feature])]);
            (SamplePoint Point, double Distance)? nearest = made.Length == 0 ? null
                : made.Select(entry => (entry.Point, Distance: Math.Sqrt(entry.Place.Zip(place).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second))))).MinBy(entry => entry.Distance);
            string description = string.Create(CultureInfo.InvariantCulture,
                $"Proposed by {(model.IsVirtual ? "the virtual study (computed, not measured)" : model.Name)}, n = {model.Svr.TrainingRows}: {string.Join(", ", proposal.Features.Select(feature => $"{CorrelationQuantity.Title(feature.Key)} {feature.Value:0.###}"))}; predicted CE {100 * proposal.Predicted:0.00} % ± {100 * 1.96 * proposal.Deviation:0.00}{(proposal.Predicted > Proposal.Whole ? " (no efficiency exceeds 100 %: take it for nearly that)" : "")}");
            proposals.Add(new Proposal(name, proposal, nearest?.Point, nearest?.Distance, description));
        }

        double best = model.Rows.Max(row => model.Svr.Predict(row));
        string reason = proposals.Count > 0 ? ""
            : best >= Proposal.Whole ? "For one of its own rows the regression gives 100 % or more: by it nothing is left to gain. Choose another regression."
            : "Nowhere do the data support a prediction: the region is empty.";
        return none with { Best = best, Proposals = proposals, Reason = reason };
    }
}
