namespace LtoAutoscope.Fem.HalfCell;

/// <summary>One moment of a run. Currents and charges on the cell's plane; positive current discharges the cell.</summary>
/// <param name="TimeS">Time since the start, s.</param>
/// <param name="CurrentAM2">Current density, A/m².</param>
/// <param name="VoltageV">Cell voltage, V.</param>
/// <param name="Lithiation">Mean lithiation of the working (positive) electrode.</param>
/// <param name="NegativeLithiation">Mean lithiation of the negative electrode; NaN in a half cell.</param>
/// <param name="ChargeCM2">Charge passed since the start, discharge positive, C/m².</param>
/// <param name="SideChargeCM2">Side charge so far, both electrodes, C/m².</param>
/// <param name="FilmM">Mean film thickness on the working electrode, or on the negative one in a full cell, m.</param>
/// <param name="SaltMinimumMolM3">Smallest salt concentration in the cell, mol/m³.</param>
/// <param name="SaltMaximumMolM3">Largest salt concentration in the cell, mol/m³.</param>
/// <param name="Cycle">Cycle, from 1.</param>
/// <param name="Step">Step of the protocol, from 1.</param>
public readonly record struct CellPoint(
    double TimeS, double CurrentAM2, double VoltageV, double Lithiation, double NegativeLithiation, double ChargeCM2, double SideChargeCM2, double FilmM,
    double SaltMinimumMolM3, double SaltMaximumMolM3, int Cycle, int Step);
