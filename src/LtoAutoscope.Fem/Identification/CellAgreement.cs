namespace LtoAutoscope.Fem.Identification;

/// <summary>How well a fitted model meets a cell.</summary>
/// <param name="Name">The cell.</param>
/// <param name="Ce1Measured">Measured CE1; NaN where there is none.</param>
/// <param name="Ce1Fitted">CE1 of the model.</param>
/// <param name="VoltageRmsMV">Root mean square of the voltages' weighted difference, mV at a flat part of the curve; NaN without a curve.</param>
/// <param name="Balance">Largest error of the model's lithium balance.</param>
public sealed record CellAgreement(string Name, double Ce1Measured, double Ce1Fitted, double VoltageRmsMV, double Balance);
