namespace LtoAutoscope.Storage.Columns;

/// <summary>A range of a quantity, both ends included. A particle whose value is unknown lies in no range.</summary>
/// <param name="Quantity">Of what.</param>
/// <param name="Low">Lower end, in the quantity's unit; −∞ where it is open.</param>
/// <param name="High">Upper end; +∞ where it is open.</param>
public sealed record QuantityRange(ParticleQuantity Quantity, double Low, double High);
