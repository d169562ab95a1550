namespace LtoAutoscope.Fem.CellTests;

/// <summary>A half cycle of a measured cell: what passed between two changes of the current's sign, holds included, rests left out.</summary>
/// <param name="Sign">1 lithiates, −1 delithiates.</param>
/// <param name="ChargeMAhG">Charge, mAh per gram of active material, &gt; 0.</param>
/// <param name="Curve">Charge since its start, mAh/g, and voltage, V; charge rises.</param>
public sealed record HalfCycle(int Sign, double ChargeMAhG, IReadOnlyList<(double ChargeMAhG, double VoltageV)> Curve)
{
    /// <summary>Charge as the integral of the current, mAh/g.</summary>
    public double IntegratedMAhG { get; init; } = double.NaN;

    /// <summary>Charge as the cycler counted it, mAh/g; NaN where the file counts none.</summary>
    public double CountedMAhG { get; init; } = double.NaN;

    /// <summary>Mean current of its longest stretch at constant current, A, an amount.</summary>
    public double CurrentA { get; init; } = double.NaN;

    /// <summary>When it began and ended, s since the start of the test.</summary>
    public (double StartS, double EndS) Span { get; init; }
}
