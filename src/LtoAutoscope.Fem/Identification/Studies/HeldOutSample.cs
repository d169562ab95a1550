namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>A cell that was predicted by a fit that had not seen its sample.</summary>
/// <param name="Sample">Its sample.</param>
/// <param name="Measured">Measured CE1.</param>
/// <param name="Predicted">Predicted CE1.</param>
/// <param name="FittedToAll">CE1 of the fit to all samples.</param>
/// <param name="OthersMean">Mean CE1 of the other samples: the prediction that knows no morphology.</param>
public sealed record HeldOutSample(string Sample, double Measured, double Predicted, double FittedToAll, double OthersMean);
