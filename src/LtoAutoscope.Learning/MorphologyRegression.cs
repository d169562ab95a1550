using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Learning;

/// <summary>A regression that reads what a cell will do from a measured morphology, by the means over particles (number-weighted).</summary>
/// <remarks>Thread safety: one instance may be used from many threads at once.</remarks>
public sealed class MorphologyRegression : IDisposable
{
    private readonly SvrPredictor _predictor;
    private readonly Func<Morphology, double>[] _features;
    private readonly DataSupport? _domain;

    private MorphologyRegression(SvrPredictor predictor, RegressionTarget target, string identity)
    {
        _predictor = predictor;
        _features = [.. predictor.Card.Features.Select(feature => MorphologyFeatures.Known[feature])];
        _domain = predictor.Card.DomainPoints.Count > 1 ? DataSupport.OfStandardised(predictor.Card.Standardisation, predictor.Card.DomainPoints, predictor.Card.Ranges) : null;
        (Target, Identity) = (target, identity);
    }

    /// <summary>What it predicts.</summary>
    public RegressionTarget Target { get; }

    /// <summary>Name, version and hash that predictions write down.</summary>
    public string Identity { get; }

    /// <summary>What the model file says of itself.</summary>
    public SvrModelCard Card => _predictor.Card;

    /// <summary>Loads a model, such as <c>models/virtual-ce/model.onnx</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">Name, version and hash that predictions write down.</param>
    /// <param name="quantity">What it has to predict; null for whatever cells tell.</param>
    /// <exception cref="InputException">The file is missing, is no such model, predicts something else, or needs what a run does not give.</exception>
    public static MorphologyRegression Load(string path, string identity = "", RegressionQuantity? quantity = null)
    {
        SvrPredictor predictor = SvrPredictor.Load(path);
        try
        {
            SvrModelCard card = predictor.Card;
            if (!RegressionTarget.TryParse(card.Target, out RegressionTarget? target))
                throw new InputException($"the model predicts '{card.Target}', which is no target from morphology", path, "Train it with --target ce1, or capacity_RATEc such as capacity_1c");
            if (quantity is { } asked && target.Quantity != asked)
                throw new InputException($"the model predicts the {target.Title}, not {(asked == RegressionQuantity.Ce1 ? "the first-cycle efficiency" : "a capacity")}", path, $"Name a model that was trained with --target {(asked == RegressionQuantity.Ce1 ? "ce1" : "capacity_RATEc")}");
            if (card.PriorName.Length > 0 && card.PriorName != target.PriorName)
                throw new InputException($"the model starts from '{card.PriorName}', which a run does not give", path, $"Train it with --prior {target.PriorName}, or without a prior");
            if (card.Features.FirstOrDefault(feature => !MorphologyFeatures.Known.ContainsKey(feature)) is { } unknown)
                throw new InputException($"the model needs the feature '{unknown}', which a morphology does not give", path, $"Train it on some of: {string.Join(", ", MorphologyFeatures.Known.Keys)}");
            return new MorphologyRegression(predictor, target, identity);
        }
        catch (InputException)
        {
            predictor.Dispose();
            throw;
        }
    }

    /// <summary>Reads a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="prior">The cell model's answer in units of the target, which a model on its residual starts from; null where there is none.</param>
    /// <param name="material">Name of the sample's material; another one than the model's is outside what it was trained on. Null where it is not known.</param>
    public RegressionReading Read(Morphology morphology, double? prior = null, string? material = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        double[] features = [.. _features.Select(feature => feature(morphology))];
        bool needsPrior = Card.PriorName.Length > 0, known = features.All(double.IsFinite) && (!needsPrior || prior is not null), inside = known;
        for (int i = 0; i < features.Length && inside; i++) inside = Card.Ranges[i].Contains(features[i]);
        double? distance = known && _domain is not null ? _domain.DistanceOf(features) / _domain.Limit : null;
        // Files from before materials were told apart are of lithium titanate.
        inside &= distance is not > 1 && (material is null || material == (Card.Material.Length > 0 ? Card.Material : Sample.DefaultMaterial));
        double value = known ? _predictor.Predict(features) + (needsPrior ? prior!.Value : 0) : double.NaN;
        return new RegressionReading(value, inside, inside && double.IsFinite(Card.HalfWidth95) ? [value - Card.HalfWidth95, value + Card.HalfWidth95] : null, distance, needsPrior ? prior : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();
}
