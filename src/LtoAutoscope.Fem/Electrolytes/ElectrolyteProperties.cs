namespace LtoAutoscope.Fem.Electrolytes;

/// <summary>Transport properties of a binary electrolyte at one concentration.</summary>
/// <param name="ConductivitySM">κ, S/m.</param>
/// <param name="DiffusivityM2S">Salt diffusivity D_e, m²/s.</param>
/// <param name="TransferenceNumber">t₊ with respect to the solvent's velocity.</param>
/// <param name="ThermodynamicFactor">TDF = 1 + dln f±/dln c.</param>
public readonly record struct ElectrolyteProperties(
    double ConductivitySM, double DiffusivityM2S, double TransferenceNumber, double ThermodynamicFactor);
