namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What a particle adds to the balance of charge at an iterate.</summary>
/// <param name="Residual">Σ|residual| of its transport equation, A.</param>
/// <param name="Rate">F·c_max·d(content)/dt, A.</param>
/// <param name="Side">Side current, A.</param>
/// <param name="SideByPotential">d(side)/dφ, A/V.</param>
internal readonly record struct ParticleSums(double Residual, double Rate, double Side, double SideByPotential);
