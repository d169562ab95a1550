using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Cases;

/// <summary>Reads an electrode of a case.</summary>
/// <param name="folder">Folder of the case.</param>
/// <param name="materials">Folder of materials.</param>
/// <param name="temperatureK">Temperature of the case, K.</param>
internal sealed class ElectrodeReader(string? folder, string? materials, double temperatureK)
{
    internal ElectrodeDesign Read(CaseSection section)
    {
        var material = ReadMaterial(section);
        var d = new ElectrodeDesign();
        ScalarFunction? diffusivity = section.Function("diffusivity_m2_s", "x", 1e-24, 1e-6), exchange = section.Function("exchange_current_A_m2", "x", 1e-9, 1e6);
        if (diffusivity is ConstantFunction { Value: var constant }) (material, diffusivity) = (material with { DiffusivityM2S = constant, DiffusivityFactor = null }, null);
        if (exchange is ConstantFunction { Value: var reference }) (material, exchange) = (material with { ExchangeCurrentAM2 = reference, ExchangeCurrentFactor = null }, null);
        if (section.Number("kinetic_constant", 1e-15, 1e3) is { } m)
        {
            // i₀ = m·√(c_e·c_s·(c_max − c_s)) is the same form with another constant.
            material = material with { ExchangeCurrentAM2 = m * material.MaximumConcentrationMolM3 * Math.Sqrt(1000) / 2, ExchangeCurrentFactor = null };
            if (section.Has("exchange_current_A_m2")) throw section.Wrong("the exchange current is given twice", "kinetic_constant", "Give kinetic_constant or exchange_current_A_m2");
        }

        var design = new ElectrodeDesign
        {
            ThicknessM = section.Number("thickness_m", 1e-8, 1e-1, d.ThicknessM),
            Porosity = section.Number("porosity", 0.01, 0.99, d.Porosity),
            ActiveVolumeFraction = section.Number("active_volume_fraction", 0.001, 0.99, d.ActiveVolumeFraction),
            BruggemanExponent = section.Number("bruggeman_exponent", 0, 10, d.BruggemanExponent),
            Tortuosity = section.Number("tortuosity", 1, 1000),
            EffectiveConductivitySM = section.Number("effective_conductivity_S_m", 1e-9, 1e8, d.EffectiveConductivitySM),
            Material = material,
            OpenCircuit = section.Function("open_circuit_V", "x", -10, 10),
            ExchangeCurrentPrefactor = exchange,
            ExchangeCurrent = section.Bivariate("exchange_current_function_A_m2", "x", "c"),
            SolidDiffusivity = diffusivity,
            Classes = ReadParticles(section),
        };
        section.End();
        return design;
    }

    private Material ReadMaterial(CaseSection section)
    {
        var m = section.Word("material") is { } name ? MaterialFile.Load(Locate(name, section)) : new Material { Name = "case", SideRateMS = 0 };
        double maximum = section.Number("maximum_concentration_mol_m3", 100, 200000, m.MaximumConcentrationMolM3);
        double initial = section.Number("initial_lithiation", 1e-9, 1 - 1e-9, m.InitialLithiation);
        if (section.Number("initial_concentration_mol_m3", 1e-6, 200000) is { } concentration)
        {
            initial = concentration / maximum;
            if (section.Has("initial_lithiation")) throw section.Wrong("the start is given twice", "initial_concentration_mol_m3", "Give initial_lithiation or initial_concentration_mol_m3");
            if (initial >= 1) throw section.Wrong("the initial concentration is not below the maximum", "initial_concentration_mol_m3", "Give less than maximum_concentration_mol_m3");
        }

        m = m with
        {
            TemperatureK = temperatureK,
            MaximumConcentrationMolM3 = maximum,
            InitialLithiation = initial,
            DensityKgM3 = section.Number("density_kg_m3", 100, 30000, m.DensityKgM3),
            PlateauV = section.Number("plateau_V", -1, 6, m.PlateauV),
            RegularSolutionOmega = section.Number("regular_solution_omega", -20, 20, m.RegularSolutionOmega),
            SlopeV = section.Number("slope_V", 0, 1, m.SlopeV),
            Role = section.Choice("role", "anode", "cathode") switch { "anode" => MaterialRole.Anode, "cathode" => MaterialRole.Cathode, _ => m.Role },
            Diffusion = section.Choice("diffusion", "fick", "darken") switch { "fick" => SolidDiffusion.Fick, "darken" => SolidDiffusion.Darken, _ => m.Diffusion },
        };
        // A plateau, its interaction or its slope put a regular solution in the place of the material's own potential.
        if (section.Has("plateau_V") || section.Has("regular_solution_omega") || section.Has("slope_V")) m = m with { OpenCircuitPotential = null };
        return section.Section("side_reaction") is { } side ? ReadSideReaction(side, m) : m;
    }

    private static Material ReadSideReaction(CaseSection section, Material m)
    {
        m = m with
        {
            SideRateMS = section.Number("rate_m_s", 0, 1e-3, m.SideRateMS),
            SolventConcentrationMolM3 = section.Number("solvent_concentration_mol_m3", 1, 50000, m.SolventConcentrationMolM3),
            SidePotentialV = section.Number("potential_V", -1, 6, m.SidePotentialV),
            SideTransferCoefficient = section.Number("transfer_coefficient", 0.01, 1, m.SideTransferCoefficient),
            SideElectrons = section.Number("electrons", 0.1, 10, m.SideElectrons),
            FilmDiffusivityM2S = section.Number("film_diffusivity_m2_s", 1e-30, 1e-9, m.FilmDiffusivityM2S),
            FilmMolarVolumeM3Mol = section.Number("film_molar_volume_m3_mol", 1e-7, 1e-2, m.FilmMolarVolumeM3Mol),
            FilmSaturationNm = 1e9 * section.Number("film_saturation_m", 0, 1e-6, 1e-9 * m.FilmSaturationNm),
            FilmResistivityOhmM = section.Number("film_resistivity_Ohm_m", 0, 1e12, m.FilmResistivityOhmM),
            SurfaceChargeCM2 = section.Number("surface_charge_C_m2", 0, 100, m.SurfaceChargeCM2),
            SurfaceChargeRateS = section.Number("surface_charge_rate_1_s", 1e-9, 1e6, m.SurfaceChargeRateS),
            SurfaceChargePotentialV = section.Number("surface_charge_potential_V", -1, 6, m.SurfaceChargePotentialV),
        };
        section.End();
        return m;
    }

    private static IReadOnlyList<ParticleClass> ReadParticles(CaseSection section)
    {
        var list = section.Sections("particles");
        if (list.Count == 0) throw section.Missing("particles", "Give at least one class, such as - radius_m: 50e-9");
        return [.. list.Select(ReadParticle)];
    }

    private static ParticleClass ReadParticle(CaseSection section)
    {
        double radius = section.Required("radius_m", 1e-10, 1e-3), ratio = section.Number("aspect_ratio", 1, 100, 1);
        var particle = ParticleClass.Prolate(radius, ratio, section.Number("volume_share", 1e-9, 1e9, 1), section.Number("area_factor", 0.01, 1000, 1));
        particle = particle with { DiffusionLengthM = section.Number("diffusion_length_m", 1e-10, 1e-3, particle.DiffusionLengthM) };
        if (section.Section("modes") is { } modes)
        {
            var weights = modes.Numbers("weights", 0, 1e9);
            var rates = modes.Numbers("rates", 1e-9, 1e15);
            if (weights.Count != rates.Count || weights.Count == 0) throw modes.Wrong("modes need as many weights as rates", "weights", "Give both lists with one number a mode");
            particle = particle with { Modes = new DiffusionModes(weights, rates, modes.Number("remainder", 0, 1e3, 0)) };
            modes.End();
        }

        section.End();
        return particle;
    }

    private string Locate(string name, CaseSection section)
    {
        string[] candidates =
        [
            .. from place in new[] { folder, materials } where place is not null
               from ending in new[] { "", ".yaml" } select Path.Combine(place, name + ending),
        ];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw section.Wrong($"there is no material '{name}'", "material", "Give a file beside the case or the name of one in config/materials, such as lto");
    }
}
