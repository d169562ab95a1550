namespace LtoAutoscope.Domain.Cells;

/// <summary>One row of <c>voltage.csv</c>.</summary>
/// <param name="TimeS">Time since the start of lithiation, s.</param>
/// <param name="CurrentAM2">Current density on the real surface area, A/m²; positive lithiates.</param>
/// <param name="VoltageV">Voltage of the cell, which is the potential against Li/Li⁺, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
/// <param name="SideChargeMAhG">Side charge so far, mAh/g.</param>
/// <param name="FilmThicknessNm">Mean film thickness, nm.</param>
/// <param name="ChargeMAhG">Charge passed since the start of this half cycle, mAh/g.</param>
public readonly record struct CyclePoint(
    double TimeS, double CurrentAM2, double VoltageV, double Lithiation, double SideChargeMAhG, double FilmThicknessNm, double ChargeMAhG)
{
    /// <summary>Cycle, from 1.</summary>
    public int Cycle { get; init; }

    /// <summary>Step of the protocol, from 1.</summary>
    public int Step { get; init; }

    /// <summary>Lithiation of the surface, mean over the real area.</summary>
    public double SurfaceLithiation { get; init; }

    /// <summary>Salt concentration at the box's face to the separator, mol/m³.</summary>
    public double FaceConcentrationMolM3 { get; init; }

    /// <summary>Difference between the largest and the smallest salt concentration in the box, mol/m³.</summary>
    public double ConcentrationSpreadMolM3 { get; init; }

    /// <summary>Difference of the electrolyte's potential in the box, V.</summary>
    public double ElectrolyteDropV { get; init; }

    /// <summary>Difference of the solid's potential in the box, V.</summary>
    public double SolidDropV { get; init; }
}
