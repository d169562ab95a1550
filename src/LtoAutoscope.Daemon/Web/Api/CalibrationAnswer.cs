namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>How a regression's predictions agree with rows that it had not seen, and with measured cells.</summary>
/// <param name="Model">The regression.</param>
/// <param name="Predicted">Predictions of rows by fits that had not seen them; empty where the training data are not there.</param>
/// <param name="Target">What was to be predicted.</param>
/// <param name="R2">Of these.</param>
/// <param name="Rmse">Of these, a fraction.</param>
/// <param name="Coverage">Share of these within ±1.96 of the error on the model's card.</param>
/// <param name="Measured">The laboratory's samples with measured cells.</param>
public sealed record CalibrationAnswer(ModelName Model, IReadOnlyList<double> Predicted, IReadOnlyList<double> Target, double? R2, double? Rmse, double? Coverage, IReadOnlyList<SurfaceSample> Measured);
