using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Learning.Onnx;

namespace LtoAutoscope.Learning;

/// <summary>The regression that reads first-cycle efficiency from a measured morphology.</summary>
/// <remarks>Thread safety: one instance may be used from many threads at once.</remarks>
public sealed class CeRegression : IDisposable
{
    private readonly MorphologyRegression _regression;

    private CeRegression(MorphologyRegression regression) => _regression = regression;

    /// <summary>What the model file says of itself.</summary>
    public SvrModelCard Card => _regression.Card;

    /// <summary>Loads a model, such as <c>models/virtual-ce/model.onnx</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">Name, version and hash that predictions write down.</param>
    /// <exception cref="InputException">The file is missing, is no model of efficiency, or needs what a run does not give.</exception>
    public static CeRegression Load(string path, string identity = "") => new(MorphologyRegression.Load(path, identity, RegressionQuantity.Ce1));

    /// <summary>Predicts CE₁ of a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="cellModel">CE₁ of the cell model, a fraction, which a model on its residual starts from; null where there is none.</param>
    /// <param name="material">Name of the sample's material; another one than the model's is outside what it was trained on. Null where it is not known.</param>
    /// <returns>NaN with <see cref="RegressionPrediction.InsideTrainingData"/> false where a feature or the prior is unknown.</returns>
    public RegressionPrediction Predict(Morphology morphology, double? cellModel = null, string? material = null)
    {
        RegressionReading reading = _regression.Read(morphology, cellModel, material);
        return new RegressionPrediction
        {
            Ce1 = reading.Value, Rmse = Card.Rmse, InsideTrainingData = reading.IsInside, TrainedOn = Card.TrainedOn, Ce1Interval = reading.Interval, DomainDistance = reading.DomainDistance, Prior = reading.Prior, Model = _regression.Identity,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _regression.Dispose();
}
