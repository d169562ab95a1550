using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.PhaseField;

/// <summary>
/// A particle that separates into a lithium-poor and a lithium-rich phase. Defaults are MPET's set for Li₄Ti₅O₁₂ (configs/params_LTO.cfg of
/// that program, after Vasileiadis et al., Adv. Funct. Mater. 28 (2018) 1705992). SI units.
/// </summary>
public sealed record PhaseFieldParameters
{
    /// <summary>Radius of the sphere, m.</summary>
    public required double RadiusM { get; init; }

    /// <summary>Regular-solution interaction Ω, in k_BT at <see cref="TemperatureK"/>.</summary>
    public double Omega { get; init; } = 3.4739050;

    /// <summary>Gradient penalty κ, J/m.</summary>
    public double GradientPenaltyJM { get; init; } = 1.0e-10;

    /// <summary>Sites of lithium, 1/m³.</summary>
    public double SiteDensityM3 { get; init; } = 1.32e28;

    /// <summary>Diffusivity of the dilute limit D₀, m²/s; the flux is −D₀·c(1−c)·∇μ/k_BT.</summary>
    public double DiffusivityM2S { get; init; } = 4.0e-16;

    /// <summary>Rate constant k₀, A/m²; exchange current k₀·√(a)·(1−c) with a = exp(μ/k_BT).</summary>
    public double RateConstantAM2 { get; init; } = 3.6;

    /// <summary>Potential of the plateau against Li/Li⁺, V.</summary>
    public double PlateauV { get; init; } = 1.55;

    /// <summary>Temperature, K.</summary>
    public double TemperatureK { get; init; } = 298.15;

    /// <summary>Filling at the start, 0…1; below the spinodal so that the first phase has to nucleate.</summary>
    public double InitialFilling { get; init; } = 1e-3;

    /// <summary>Width of a shell, m; 0.5 nm resolves the interface of LTO (0.7 nm) barely, 0.3 nm well.</summary>
    public double ShellM { get; init; } = 0.4e-9;

    /// <summary>Full charges an hour.</summary>
    public double RatePerHour { get; init; } = 0.2;

    /// <summary>End of lithiation, V.</summary>
    public double LowerCutoffV { get; init; } = 1.0;

    /// <summary>End of delithiation, V.</summary>
    public double UpperCutoffV { get; init; } = 2.5;

    /// <summary>
    /// Potential, interaction, sites, cut-offs and temperature of a material; gradient penalty, dilute diffusivity and rate constant keep LTO's
    /// defaults, since a material file has none of them.
    /// </summary>
    /// <param name="material">A material with a regular solution that separates (Ω &gt; 2) and is lithiated first.</param>
    /// <param name="radiusM">Radius of the sphere, m.</param>
    /// <exception cref="InputException">It has a potential of its own, does not separate, or is made full of lithium.</exception>
    public static PhaseFieldParameters Of(Material material, double radiusM)
    {
        ArgumentNullException.ThrowIfNull(material);
        if (material.OpenCircuitPotential is not null || material.RegularSolutionOmega <= 2)
            throw new InputException($"{material.Name} is no regular solution that separates into two phases", "material", "Give one with regular_solution_omega above 2, such as lto");
        if (material.Role == MaterialRole.Cathode)
            throw new InputException($"{material.Name} is made full of lithium, and the phase-field particle begins empty", "material", "Give an anode material, such as lto");
        return new PhaseFieldParameters
        {
            RadiusM = radiusM, PlateauV = material.PlateauV, Omega = material.RegularSolutionOmega, TemperatureK = material.TemperatureK,
            SiteDensityM3 = material.MaximumConcentrationMolM3 * Avogadro, LowerCutoffV = material.LowerCutoffV, UpperCutoffV = material.UpperCutoffV,
        };
    }

    private const double Avogadro = 6.02214076e23;

    /// <summary>Boltzmann's constant, J/K.</summary>
    internal const double Boltzmann = 1.380649e-23;

    /// <summary>√(κ/(ρΩk_BT)), the width of the interface, m.</summary>
    public double InterfaceWidthM => Math.Sqrt(GradientPenaltyJM / (SiteDensityM3 * Omega * Boltzmann * TemperatureK));
}
