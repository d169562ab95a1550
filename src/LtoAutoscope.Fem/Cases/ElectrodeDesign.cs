using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Cases;

/// <summary>A porous electrode. Transport in its electrolyte and conductivity of its solid are effective values.</summary>
public sealed record ElectrodeDesign
{
    /// <summary>Thickness, m. Default 50 µm.</summary>
    public double ThicknessM { get; init; } = 50e-6;

    /// <summary>Share of electrolyte, 0…1. Default 0.4.</summary>
    public double Porosity { get; init; } = 0.4;

    /// <summary>Share of active material, 0…1. Default 0.45.</summary>
    public double ActiveVolumeFraction { get; init; } = 0.45;

    /// <summary>b: transport falls by porosity^b where no tortuosity is given. Default 1.5.</summary>
    public double BruggemanExponent { get; init; } = 1.5;

    /// <summary>τ: transport falls by porosity/τ; null for Bruggeman's rule.</summary>
    public double? Tortuosity { get; init; }

    /// <summary>Effective electronic conductivity, S/m. Default 10.</summary>
    public double EffectiveConductivitySM { get; init; } = 10;

    /// <summary>The active material: capacity, density, solid diffusion, kinetics of LTO's kind, side reaction, initial lithiation.</summary>
    public Material Material { get; init; } = new() { Name = "lto" };

    /// <summary>U(x), V; null for the material's own.</summary>
    public ScalarFunction? OpenCircuit { get; init; }

    /// <summary>i_ref(x), A/m²; null for the material's number.</summary>
    public ScalarFunction? ExchangeCurrentPrefactor { get; init; }

    /// <summary>i₀(x, c_e), A/m²; null for i_ref·√(c_e/1000)·2√(x(1−x)).</summary>
    public BivariateFunction? ExchangeCurrent { get; init; }

    /// <summary>D_s(x), m²/s; null for the material's number and law.</summary>
    public ScalarFunction? SolidDiffusivity { get; init; }

    /// <summary>Sizes and shapes.</summary>
    public IReadOnlyList<ParticleClass> Classes { get; init; } = [ParticleClass.Sphere(50e-9)];

    /// <summary>Effective over bulk conductivity and diffusivity of the electrolyte.</summary>
    public double TransportEfficiency => Tortuosity is { } t ? Porosity / t : Math.Pow(Porosity, BruggemanExponent);

    /// <summary>Charge from x = 0 to x = 1, C/m² of the cell's plane.</summary>
    public double CapacityCM2 => ThicknessM * ActiveVolumeFraction * Material.MaximumConcentrationMolM3 * Material.FaradayCMol;

    /// <summary>Mass of active material, kg/m² of the cell's plane.</summary>
    public double MassKgM2 => ThicknessM * ActiveVolumeFraction * Material.DensityKgM3;

    /// <summary>Real surface, m²/m² of the cell's plane.</summary>
    public double RealAreaM2M2
    {
        get
        {
            double total = Classes.Sum(c => c.VolumeShare);
            return ThicknessM * ActiveVolumeFraction * Classes.Sum(c => c.VolumeShare / total * c.AreaPerVolume);
        }
    }

    /// <summary>The insertion reaction at a temperature.</summary>
    /// <param name="temperatureK">Temperature, K.</param>
    public IInsertionKinetics CreateKinetics(double temperatureK)
    {
        var material = Material with { TemperatureK = temperatureK };
        if (OpenCircuit is null && ExchangeCurrent is null && ExchangeCurrentPrefactor is null) return MaterialKinetics.Create(material);
        return new FunctionKinetics(
            OpenCircuit ?? MaterialFunctions.Potential(material), ExchangeCurrentPrefactor ?? MaterialKinetics.Prefactor(material), ExchangeCurrent, temperatureK);
    }
}
