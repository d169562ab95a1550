using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning.Onnx;
using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Learning;

/// <summary>The regression that reads first-cycle efficiency from a measured morphology, by the means over particles (number-weighted).</summary>
/// <remarks>Thread safety: one instance may be used from many threads at once.</remarks>
public sealed class CeRegression : IDisposable
{
    private readonly SvrPredictor _predictor;
    private readonly Func<Morphology, double>[] _features;

    private readonly DataSupport? _domain;
    private readonly string _identity;

    private CeRegression(SvrPredictor predictor, Func<Morphology, double>[] features, string identity)
    {
        _predictor = predictor;
        _features = features;
        _identity = identity;
        _domain = predictor.Card.DomainPoints.Count > 1 ? DataSupport.OfStandardised(predictor.Card.Standardisation, predictor.Card.DomainPoints, predictor.Card.Ranges) : null;
    }

    /// <summary>Name of the column that a model on the cell model's residual starts from.</summary>
    public const string CellModelPrior = "ce_model";

    /// <summary>What the model file says of itself.</summary>
    public SvrModelCard Card => _predictor.Card;

    /// <summary>The features that a morphology can give, by the names that a model may use.</summary>
    public static IReadOnlyDictionary<string, Func<Morphology, double>> KnownFeatures { get; } = new Dictionary<string, Func<Morphology, double>>(StringComparer.Ordinal)
    {
        ["mean_diameter_nm"] = morphology => morphology.DiameterNm.Mean,
        ["median_diameter_nm"] = morphology => morphology.DiameterNm.Median,
        ["diameter_std_nm"] = morphology => morphology.DiameterNm.Std,
        ["aspect_ratio"] = morphology => morphology.AspectRatio.Mean,
        ["aspect_ratio_std"] = morphology => morphology.AspectRatio.Std,
        ["fractal_dim"] = morphology => morphology.FractalDimension.Mean,
        ["fractal_dim_std"] = morphology => morphology.FractalDimension.Std,
    };

    /// <summary>Loads a model, such as <c>models/virtual-ce/model.onnx</c>.</summary>
    /// <exception cref="InputException">The file is missing, is no such model, or needs a feature that a morphology does not give.</exception>
    /// <param name="path">The file.</param>
    /// <param name="identity">Name, version and hash that predictions write down.</param>
    public static CeRegression Load(string path, string identity = "")
    {
        SvrPredictor predictor = SvrPredictor.Load(path);
        if (predictor.Card.PriorName is not ("" or CellModelPrior))
        {
            string prior = predictor.Card.PriorName;
            predictor.Dispose();
            throw new InputException($"the model starts from '{prior}', which a run does not give", path, $"Train it with --prior {CellModelPrior}, or without a prior");
        }

        string? unknown = predictor.Card.Features.FirstOrDefault(feature => !KnownFeatures.ContainsKey(feature));
        if (unknown is null) return new CeRegression(predictor, [.. predictor.Card.Features.Select(feature => KnownFeatures[feature])], identity);
        predictor.Dispose();
        throw new InputException($"the model needs the feature '{unknown}', which a morphology does not give", path, $"Train it on some of: {string.Join(", ", KnownFeatures.Keys)}");
    }

    /// <summary>Predicts CE₁ of a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="cellModel">CE₁ of the cell model, a fraction, which a model on its residual starts from; null where there is none.</param>
    /// <param name="material">Name of the sample's material; another one than the model's is outside what it was trained on. Null where it is not known.</param>
    /// <returns>NaN with <see cref="RegressionPrediction.InsideTrainingData"/> false where a feature or the prior is unknown.</returns>
    public RegressionPrediction Predict(Morphology morphology, double? cellModel = null, string? material = null)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        double[] features = [.. _features.Select(feature => feature(morphology))];
        bool needsPrior = Card.PriorName.Length > 0, known = features.All(double.IsFinite) && (!needsPrior || cellModel is not null), inside = known;
        for (int i = 0; i < features.Length && inside; i++) inside = Card.Ranges[i].Contains(features[i]);
        double? distance = known && _domain is not null ? _domain.DistanceOf(features) / _domain.Limit : null;
        // Files from before materials were told apart are of lithium titanate.
        inside &= distance is not > 1 && (material is null || material == (Card.Material.Length > 0 ? Card.Material : Sample.DefaultMaterial));
        double ce1 = known ? _predictor.Predict(features) + (needsPrior ? cellModel!.Value : 0) : double.NaN;
        return new RegressionPrediction
        {
            Ce1 = ce1,
            Rmse = Card.Rmse,
            InsideTrainingData = inside,
            TrainedOn = Card.TrainedOn,
            Ce1Interval = inside && double.IsFinite(Card.HalfWidth95) ? [ce1 - Card.HalfWidth95, ce1 + Card.HalfWidth95] : null,
            DomainDistance = distance,
            Prior = needsPrior ? cellModel : null,
            Model = _identity,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();
}
