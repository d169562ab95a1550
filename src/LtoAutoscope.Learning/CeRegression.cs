using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning.Onnx;

namespace LtoAutoscope.Learning;

/// <summary>The regression that reads first-cycle efficiency from a measured morphology, by the means over particles (number-weighted).</summary>
/// <remarks>Thread safety: one instance may be used from many threads at once.</remarks>
public sealed class CeRegression : IDisposable
{
    private readonly SvrPredictor _predictor;
    private readonly Func<Morphology, double>[] _features;

    private CeRegression(SvrPredictor predictor, Func<Morphology, double>[] features)
    {
        _predictor = predictor;
        _features = features;
    }

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
    public static CeRegression Load(string path)
    {
        SvrPredictor predictor = SvrPredictor.Load(path);
        string? unknown = predictor.Card.Features.FirstOrDefault(feature => !KnownFeatures.ContainsKey(feature));
        if (unknown is null) return new CeRegression(predictor, [.. predictor.Card.Features.Select(feature => KnownFeatures[feature])]);
        predictor.Dispose();
        throw new InputException($"the model needs the feature '{unknown}', which a morphology does not give", path, $"Train it on some of: {string.Join(", ", KnownFeatures.Keys)}");
    }

    /// <summary>Predicts CE₁ of a morphology.</summary>
    /// <returns>NaN with <see cref="RegressionPrediction.InsideTrainingData"/> false where a feature is unknown.</returns>
    public RegressionPrediction Predict(Morphology morphology)
    {
        double[] features = [.. _features.Select(feature => feature(morphology))];
        bool known = features.All(double.IsFinite), inside = known;
        for (int i = 0; i < features.Length && inside; i++) inside = Card.Ranges[i].Contains(features[i]);
        return new RegressionPrediction
        {
            Ce1 = known ? _predictor.Predict(features) : double.NaN,
            Rmse = Card.Rmse,
            InsideTrainingData = inside,
            TrainedOn = Card.TrainedOn,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();
}
