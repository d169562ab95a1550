namespace LtoAutoscope.Fem.CellTests;

/// <summary>A half cycle of a measured cell: what passed between two changes of the current's sign, holds included, rests left out.</summary>
/// <param name="Sign">1 lithiates, −1 delithiates.</param>
/// <param name="ChargeMAhG">Charge, mAh per gram of active material, &gt; 0.</param>
/// <param name="Curve">Charge since its start, mAh/g, and voltage, V; charge rises.</param>
public sealed record HalfCycle(int Sign, double ChargeMAhG, IReadOnlyList<(double ChargeMAhG, double VoltageV)> Curve);
