using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Learning;

/// <summary>The regression that reads useful capacity at a rate from a measured morphology.</summary>
/// <remarks>Thread safety: one instance may be used from many threads at once.</remarks>
public sealed class CapacityRegression : IDisposable
{
    private readonly MorphologyRegression _regression;

    private CapacityRegression(MorphologyRegression regression) => _regression = regression;

    /// <summary>Which capacity it predicts.</summary>
    public RegressionTarget Target => _regression.Target;

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">Name, version and hash that predictions write down.</param>
    /// <exception cref="InputException">The file is missing, is no model of capacity, or needs what a run does not give.</exception>
    public static CapacityRegression Load(string path, string identity) => new(MorphologyRegression.Load(path, identity, RegressionQuantity.Capacity));

    /// <summary>Predicts the capacity of a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="cellModel">Capacity of the cell model at this rate, mAh/g; null where there is none.</param>
    /// <param name="material">Name of the sample's material; null where it is not known.</param>
    public CapacityPrediction Predict(Morphology morphology, double? cellModel, string? material)
    {
        RegressionReading reading = _regression.Read(morphology, cellModel, material);
        return new CapacityPrediction
        {
            CapacityMAhG = reading.Value, RatePerHour = Target.RatePerHour!.Value, IntervalMAhG = reading.Interval, RmseMAhG = _regression.Card.Rmse, InsideTrainingData = reading.IsInside,
            DomainDistance = reading.DomainDistance, PriorMAhG = reading.Prior, TrainedOn = _regression.Card.TrainedOn, Model = _regression.Identity,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _regression.Dispose();
}
