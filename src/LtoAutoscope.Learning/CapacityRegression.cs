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

    /// <summary>C-rate of the capacity, 1/h.</summary>
    public double RatePerHour => _regression.Target.RatePerHour!.Value;

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">Name, version and hash that predictions write down.</param>
    /// <exception cref="InputException">The file is missing, is no model of capacity, or needs what a run does not give.</exception>
    public static CapacityRegression Load(string path, string identity)
    {
        MorphologyRegression regression = MorphologyRegression.Load(path, identity);
        if (regression.Target.Quantity == RegressionQuantity.Capacity) return new CapacityRegression(regression);
        regression.Dispose();
        throw new InputException("the model predicts the first-cycle efficiency, not a capacity", path, "Name a model that was trained with --target capacity_RATEc");
    }

    /// <summary>Predicts the capacity of a morphology.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="cellModel">Capacity of the cell model at this rate, mAh/g; null where there is none.</param>
    /// <param name="material">Name of the sample's material; null where it is not known.</param>
    public CapacityPrediction Predict(Morphology morphology, double? cellModel, string? material)
    {
        RegressionReading reading = _regression.Read(morphology, cellModel, material);
        return new CapacityPrediction
        {
            CapacityMAhG = reading.Value, RatePerHour = RatePerHour, IntervalMAhG = reading.Interval, RmseMAhG = _regression.Card.Rmse, InsideTrainingData = reading.IsInside,
            DomainDistance = reading.DomainDistance, PriorMAhG = reading.Prior, TrainedOn = _regression.Card.TrainedOn, Model = _regression.Identity,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _regression.Dispose();
}
