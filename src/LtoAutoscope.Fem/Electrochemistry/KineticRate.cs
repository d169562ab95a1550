namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>A current density at an interface and what it answers to. Anodic (lithium leaves the solid) is positive.</summary>
/// <param name="Current">A/m² of real area.</param>
/// <param name="ByLithiation">∂/∂x, A/m².</param>
/// <param name="ByPotential">∂/∂φ, A/(m²·V).</param>
/// <param name="ByConcentration">∂/∂c_e, A·m/mol.</param>
public readonly record struct KineticRate(double Current, double ByLithiation, double ByPotential, double ByConcentration);
