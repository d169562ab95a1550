namespace LtoAutoscope.Fem.Materials;

/// <summary>The keys of a material file.</summary>
public static class MaterialKeys
{
    /// <summary>Name of the material.</summary>
    public const string Name = "name";

    /// <summary>Chemical formula.</summary>
    public const string Formula = "formula";

    /// <summary><c>anode</c> or <c>cathode</c>.</summary>
    public const string Role = "role";

    /// <summary>Law of diffusion in the solid.</summary>
    public const string Diffusion = "diffusion";

    /// <summary>Property set of the electrolyte.</summary>
    public const string Electrolyte = "electrolyte";

    /// <summary>U(x), instead of a regular solution.</summary>
    public const string Potential = "open_circuit_potential_V";

    /// <summary>D(x) over the diffusivity.</summary>
    public const string DiffusivityFactor = "diffusivity_factor";

    /// <summary>i_ref(x) over the exchange current.</summary>
    public const string ExchangeFactor = "exchange_current_factor";

    /// <summary>All keys with numbers.</summary>
    public static IReadOnlyList<MaterialKey> Numbers { get; } =
    [
        new("density_kg_m3", 100, 30000, "kg/m³", "density"),
        new("maximum_concentration_mol_m3", 100, 200000, "mol/m³", "largest concentration of exchangeable lithium"),
        new("initial_lithiation", 1e-9, 0.999, "1", "lithiation as made"),
        new("diffusivity_m2_s", 1e-24, 1e-6, "m²/s", "diffusivity of lithium in the solid"),
        new("exchange_current_A_m2", 1e-6, 1e4, "A/m²", "exchange current density on real area at 1000 mol/m³ and x = 0.5"),
        new("plateau_V", -1, 6, "V", "potential of the plateau"),
        new("regular_solution_omega", -20, 20, "RT", "interaction parameter of the regular solution"),
        new("slope_V", 0, 1, "V", "slope of the potential from x = 0 to 1"),
        new("temperature_K", 200, 400, "K", "temperature"),
        new("lower_cutoff_V", -1, 6, "V", "lower cut-off"),
        new("upper_cutoff_V", -1, 6, "V", "upper cut-off"),
        new("electrolyte_concentration_mol_m3", 1, 10000, "mol/m³", "salt concentration at rest"),
        new("side_rate_m_s", 0, 1e-3, "m/s", "rate constant of the film reaction; 0: off"),
        new("solvent_concentration_mol_m3", 1, 50000, "mol/m³", "concentration of the reduced solvent"),
        new("side_potential_V", -1, 6, "V", "potential of the film reaction"),
        new("side_transfer_coefficient", 0.01, 1, "1", "cathodic transfer coefficient"),
        new("side_electrons", 0.1, 10, "1", "electrons an event"),
        new("film_diffusivity_m2_s", 1e-30, 1e-9, "m²/s", "diffusivity of the solvent through the film"),
        new("film_molar_volume_m3_mol", 1e-7, 1e-2, "m³/mol", "molar volume of the film"),
        new("roughness_inner_cutoff_nm", 0.05, 1000, "nm", "inner cut-off of roughness"),
        new("active_volume_fraction", 0.05, 0.7, "1", "share of the box that active material fills"),
        new("film_saturation_nm", 0, 1000, "nm", "thickness at which a film stops; 0: none"),
        new("film_resistivity_ohm_m", 0, 1e12, "Ω·m", "resistivity of the film; 0: none"),
        new("surface_charge_C_m2", 0, 100, "C/m²", "charge bound to the fresh surface, reduced once, on real area"),
        new("surface_charge_rate_1_s", 1e-9, 1e6, "1/s", "rate constant of that reduction at its potential"),
        new("surface_charge_potential_V", -1, 6, "V", "potential of that reduction"),
        new("solid_conductivity_S_m", 1e-12, 1e7, "S/m", "electronic conductivity of the solid"),
        new("binder_conductivity_S_m", 1e-12, 1e7, "S/m", "electronic conductivity of carbon and binder"),
    ];

    /// <summary>Keys with a word.</summary>
    public static IReadOnlyList<string> Words { get; } = [Name, Formula, Role, Diffusion, Electrolyte];

    /// <summary>Keys with a function of lithiation, with unit and meaning; the range is that of a table's values.</summary>
    public static IReadOnlyList<MaterialKey> Functions { get; } =
    [
        new(Potential, -1, 6, "V", "open-circuit potential U(x)"),
        new(DiffusivityFactor, 1e-9, 1e9, "1", "diffusivity at x over that given"),
        new(ExchangeFactor, 1e-9, 1e9, "1", "exchange current at x over that given"),
    ];

    /// <summary>Keys of the regular solution, which a material with a potential of its own does not have.</summary>
    internal static IReadOnlyList<string> RegularSolution { get; } = ["plateau_V", "regular_solution_omega", "slope_V"];

    /// <summary>The key's unit and meaning; empty for words.</summary>
    public static (string Unit, string What) Describe(string key)
    {
        var known = Numbers.Concat(Functions).FirstOrDefault(k => k.Name == key);
        return known.Name is not null ? (known.Unit, known.What) : ("", key switch
        {
            Formula => "chemical formula",
            Role => "anode (made empty) or cathode (made full of lithium)",
            Diffusion => "law of diffusion in the solid",
            Electrolyte => "electrolyte",
            _ => key,
        });
    }
}
