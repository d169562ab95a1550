namespace LtoAutoscope.Domain.Cells;

/// <summary>
/// What the cell model must know of an active material, its electrolyte and its side reaction. SI units.
/// Read from config/materials/*.yaml; each value's source stands there and in docs/cell-model.md.
/// </summary>
public sealed record Material
{
    /// <summary>Name, such as <c>lto</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Chemical formula as made, such as <c>Li4Ti5O12</c>; empty where it is not said.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whether it is made empty (anode) or full of lithium (cathode): the direction of the first cycle.</summary>
    public MaterialRole Role { get; init; }

    /// <summary>Density, kg/m³.</summary>
    public double DensityKgM3 { get; init; } = 3480;

    /// <summary>Largest concentration of exchangeable lithium, mol/m³ (3 Li per Li₄Ti₅O₁₂).</summary>
    public double MaximumConcentrationMolM3 { get; init; } = 22741;

    /// <summary>Lithiation at the start, 0…1.</summary>
    public double InitialLithiation { get; init; } = 1e-5;

    /// <summary>Effective solid diffusivity, m²/s.</summary>
    public double DiffusivityM2S { get; init; } = 1e-17;

    /// <summary>Reference exchange current density, A/m² of real area at c_e = 1000 mol/m³ and x = 0.5.</summary>
    public double ExchangeCurrentAM2 { get; init; } = 1;

    /// <summary>Open-circuit potential U(x) against Li/Li⁺, V; null for the regular solution of <see cref="PlateauV"/>, <see cref="RegularSolutionOmega"/> and <see cref="SlopeV"/>.</summary>
    public MaterialFunction? OpenCircuitPotential { get; init; }

    /// <summary>D(x)/<see cref="DiffusivityM2S"/>; null for 1 or the law of <see cref="Diffusion"/>.</summary>
    public MaterialFunction? DiffusivityFactor { get; init; }

    /// <summary>i_ref(x)/<see cref="ExchangeCurrentAM2"/>, in i₀ = i_ref·√(c_e/1000)·2√(x(1−x)); null for 1.</summary>
    public MaterialFunction? ExchangeCurrentFactor { get; init; }

    /// <summary>Plateau of the open-circuit potential against Li/Li⁺, V.</summary>
    public double PlateauV { get; init; } = 1.55;

    /// <summary>Regular-solution interaction parameter of the open-circuit potential, in RT; the miscibility gap is flattened (Maxwell).</summary>
    public double RegularSolutionOmega { get; init; } = 3.4739050;

    /// <summary>Slope added over the whole range, V for x from 0 to 1.</summary>
    public double SlopeV { get; init; } = 0.010;

    /// <summary>Temperature, K.</summary>
    public double TemperatureK { get; init; } = 298.15;

    /// <summary>Lower cut-off of the cell, V.</summary>
    public double LowerCutoffV { get; init; } = 1.0;

    /// <summary>Upper cut-off of the cell, V.</summary>
    public double UpperCutoffV { get; init; } = 2.5;

    /// <summary>Electrolyte salt concentration, mol/m³.</summary>
    public double ElectrolyteConcentrationMolM3 { get; init; } = 1000;

    /// <summary>Rate constant of the side reaction, m/s; 0 switches it off.</summary>
    public double SideRateMS { get; init; } = 1e-15;

    /// <summary>Concentration of the reduced solvent (EC), mol/m³.</summary>
    public double SolventConcentrationMolM3 { get; init; } = 4541;

    /// <summary>Equilibrium potential of the side reaction, V.</summary>
    public double SidePotentialV { get; init; } = 1.55;

    /// <summary>Cathodic transfer coefficient of the side reaction.</summary>
    public double SideTransferCoefficient { get; init; } = 0.5;

    /// <summary>Electrons a side reaction event.</summary>
    public double SideElectrons { get; init; } = 1;

    /// <summary>Diffusivity of the solvent through the film, m²/s.</summary>
    public double FilmDiffusivityM2S { get; init; } = 1e-21;

    /// <summary>Molar volume of the film, m³/mol.</summary>
    public double FilmMolarVolumeM3Mol { get; init; } = 4.8e-5;

    /// <summary>Film thickness at which growth stops (self-passivation), nm; 0 for none.</summary>
    public double FilmSaturationNm { get; init; }

    /// <summary>Resistivity of the film, Ω·m; 0 for a film without resistance.</summary>
    public double FilmResistivityOhmM { get; init; }

    /// <summary>Charge bound to the surface as it comes from the furnace (moisture, −OH, carbon), reduced once, C/m² of real area.</summary>
    public double SurfaceChargeCM2 { get; init; }

    /// <summary>Rate constant at which that charge is reduced at its potential, 1/s.</summary>
    public double SurfaceChargeRateS { get; init; } = 1e-3;

    /// <summary>Potential of that reduction against Li/Li⁺, V.</summary>
    public double SurfaceChargePotentialV { get; init; } = 1.55;

    /// <summary>Law of diffusion in the solid.</summary>
    public SolidDiffusion Diffusion { get; init; }

    /// <summary>Electronic conductivity of the lithiated solid, S/m, as an effective value of the coated particle.</summary>
    public double SolidConductivitySM { get; init; } = 10;

    /// <summary>Electronic conductivity of the carbon-binder domain, S/m.</summary>
    public double BinderConductivitySM { get; init; } = 375;

    /// <summary>Name of the electrolyte's property set, such as <c>landesfeind_ec_dmc</c>.</summary>
    public string Electrolyte { get; init; } = "landesfeind_ec_dmc";

    /// <summary>Inner cut-off of roughness, nm: below it the surface is taken as smooth. It decides the area correction, so it is reported.</summary>
    public double RoughnessInnerCutoffNm { get; init; } = 3;

    /// <summary>Share of the box that active material fills, 0.05…0.6.</summary>
    public double ActiveVolumeFraction { get; init; } = 0.40;

    /// <summary>
    /// 95 % intervals [low, high] of numbers that were identified or guessed, by key of the material file; the prediction's interval takes them in.
    /// Empty where nothing is known of them.
    /// </summary>
    public IReadOnlyDictionary<string, double[]> Uncertainty { get; init; } = NoUncertainty;

    /// <summary>Where each value comes from, by key of the material file; a key that is missing has this record's default.</summary>
    public IReadOnlyDictionary<string, MaterialProvenance> Provenance { get; init; } = NoProvenance;

    private static readonly IReadOnlyDictionary<string, MaterialProvenance> NoProvenance = new Dictionary<string, MaterialProvenance>(StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, double[]> NoUncertainty = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>Which charge is divided by which: the second half of the first cycle over the first.</summary>
    public EfficiencyConvention Convention
        => Role == MaterialRole.Cathode ? EfficiencyConvention.LithiationOverDelithiation : EfficiencyConvention.DelithiationOverLithiation;

    /// <summary>Faraday's constant, C/mol (CODATA 2018).</summary>
    public const double FaradayCMol = 96485.33212;

    /// <summary>Molar gas constant, J/(mol·K) (CODATA 2018).</summary>
    public const double GasConstantJMolK = 8.31446261815324;

    /// <summary>Theoretical specific capacity, mAh/g: c_max·F / ρ in C/kg, divided by 3600 (1 C/kg = 1/3600 mAh/g).</summary>
    public double TheoreticalCapacityMAhG => MaximumConcentrationMolM3 * FaradayCMol / (3600 * DensityKgM3);
}
