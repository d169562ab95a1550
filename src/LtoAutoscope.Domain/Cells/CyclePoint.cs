namespace LtoAutoscope.Domain.Cells;

/// <summary>One row of <c>voltage.csv</c>.</summary>
/// <param name="TimeS">Time since the start of lithiation, s.</param>
/// <param name="CurrentAM2">Current density on the real surface area, A/m²; positive lithiates.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
/// <param name="SideChargeMAhG">Side charge so far, mAh/g.</param>
/// <param name="FilmThicknessNm">Mean film thickness, nm.</param>
/// <param name="ChargeMAhG">Charge passed since the start of this half cycle, mAh/g.</param>
public readonly record struct CyclePoint(
    double TimeS, double CurrentAM2, double VoltageV, double Lithiation, double SideChargeMAhG, double FilmThicknessNm, double ChargeMAhG);
