using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrochemistry;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using ParticleClass = LtoAutoscope.Fem.Cases.ParticleClass;

namespace LtoAutoscope.Fem.Exchange;

/// <summary>
/// The parameters of a half cell as a BPX 1.1 file (Battery Parameter eXchange, The Faraday Institution), which PyBaMM and other programs read.
/// BPX has no half cell: the lithium is written as a negative electrode of constant potential, the workaround of the standard's maintainers
/// (FaradayInstitution/BPX, issue 64), and the file's description says so. docs/materials.md has what is lost on the way.
/// </summary>
public static class BpxDocument
{
    /// <summary>Name of the file in a run's folder.</summary>
    public const string FileName = "cell.bpx.json";

    /// <summary>Version of the standard.</summary>
    public const string Version = "1.1.0";

    // A coin cell's electrode is not known to a run; a square centimetre makes currents readable.
    private const double ElectrodeAreaM2 = 1e-4;

    // The lithium as an insertion electrode: so much of it that it stays half full.
    private const double LithiumThicknessM = 1e-6;
    private const double LithiumRadiusM = 1e-6;
    private const double LithiumFraction = 0.5;
    private const double LithiumConcentration = 1e9;

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The half cell that a morphology and a material make, in the default design of a laboratory cell.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="material">The material.</param>
    /// <param name="bruggemanExponent">Exponent of porosity in the electrode's transport, as the cell model found it; null for 1.5.</param>
    /// <exception cref="Domain.InputException">The morphology holds no usable particle.</exception>
    public static JsonObject Of(Morphology morphology, Material material, double? bruggemanExponent = null)
    {
        var cell = MorphologyCase.Build(morphology, material, new CellModelOptions { Fidelity = CellFidelity.P2d });
        if (bruggemanExponent is { } b) cell = cell with { Positive = cell.Positive with { BruggemanExponent = b } };
        return Of(cell);
    }

    /// <summary>A half cell as a BPX object.</summary>
    /// <param name="cell">The half cell.</param>
    /// <exception cref="Domain.InputException">It is a full cell, or what comes out would not be valid.</exception>
    public static JsonObject Of(CellCase cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Kind != CellKind.Half) throw new Domain.InputException("only half cells are written as BPX", cell.Name, "Give a case with kind: half");
        var electrode = cell.Positive;
        var material = electrode.Material with { TemperatureK = cell.TemperatureK };
        var document = new JsonObject
        {
            ["Header"] = Header(cell, material),
            ["Parameterisation"] = new JsonObject
            {
                ["Cell"] = Cell(cell, material),
                ["Electrolyte"] = Electrolyte(cell),
                ["Negative electrode"] = Lithium(cell),
                ["Positive electrode"] = Electrode(cell, material),
                ["Separator"] = new JsonObject
                {
                    ["Thickness [m]"] = cell.Separator.ThicknessM, ["Porosity"] = cell.Separator.Porosity, ["Transport efficiency"] = BpxFunction.Round(cell.Separator.TransportEfficiency),
                },
                ["User-defined"] = UserDefined(cell, material),
            },
            ["State"] = new JsonObject
            {
                ["Initial conditions"] = new JsonObject
                {
                    // The cell's charge: an anode material is made empty, which is the charged half cell; a cathode material full.
                    ["Initial state-of-charge"] = material.Role == MaterialRole.Cathode ? 0 : 1,
                    ["Initial temperature [K]"] = cell.TemperatureK,
                    ["Initial electrolyte concentration [mol.m-3]"] = cell.Electrolyte.ConcentrationMolM3,
                    ["Initial hysteresis state: Positive electrode"] = 0,
                    ["Initial hysteresis state: Negative electrode"] = 0,
                },
                ["Thermal environment"] = new JsonObject { ["Ambient temperature [K]"] = cell.TemperatureK, ["Heat transfer coefficient [W.m-2.K-1]"] = 10 },
            },
        };
        if (BpxRules.Problems(document) is [var first, ..]) throw new Domain.InputException($"the cell cannot be written as BPX: {first}", cell.Name, "Change the value in the material or the case");
        return document;
    }

    /// <summary>The file's text.</summary>
    public static string Write(JsonObject document) => document.ToJsonString(Layout) + "\n";

    /// <summary>Writes the file atomically.</summary>
    public static Task WriteAsync(string path, JsonObject document, CancellationToken cancellationToken) => AtomicFile.WriteTextAsync(path, Write(document), cancellationToken);

    private static JsonObject Header(CellCase cell, Material material) => new()
    {
        ["BPX"] = Version,
        ["Title"] = $"{material.Name}{(material.Formula.Length > 0 ? $" ({material.Formula})" : "")} against lithium: {cell.Name}",
        ["Description"] = "Half cell of measured particles, written by LtoAutoscope. BPX has no half cell, so the lithium is the negative electrode: constant potential of 0 V, thin, with so much lithium that it stays "
            + "half full, and a rate constant that gives lithium's exchange current on the plane (the workaround of FaradayInstitution/BPX issue 64). The working electrode is the positive one: discharge lithiates it. "
            + "One particle radius stands for all size classes and keeps their mean time of diffusion; the area is the sphere's of that radius, and the rate constant is raised by real over spherical area. "
            + "Not in the standard, hence left out or under User-defined: film growth and side reactions, size classes, thermodynamic factor, exchange currents that depend on lithiation otherwise than by its square roots. "
            + "The electrode area is 1 cm2 for convenience. Potentials are the material's own, against Li/Li+.",
        ["References"] = string.Join("; ", material.Provenance.Where(p => p.Value.Status is ValueStatus.Literature or ValueStatus.Measured && p.Value.Source.Length > 0)
            .Select(p => $"{p.Key}: {p.Value.Source}").DefaultIfEmpty("none stated")),
        ["Model"] = "DFN",
    };

    private static JsonObject Cell(CellCase cell, Material material) => new()
    {
        ["Electrode area [m2]"] = ElectrodeAreaM2,
        ["External surface area [m2]"] = 2 * ElectrodeAreaM2,
        ["Volume [m3]"] = BpxFunction.Round(ElectrodeAreaM2 * (cell.Positive.ThicknessM + cell.Separator.ThicknessM + LithiumThicknessM)),
        ["Number of electrode pairs connected in parallel to make a cell"] = 1,
        ["Lower voltage cut-off [V]"] = material.LowerCutoffV,
        ["Upper voltage cut-off [V]"] = material.UpperCutoffV,
        ["Nominal cell capacity [A.h]"] = BpxFunction.Round(cell.Positive.CapacityCM2 * ElectrodeAreaM2 / 3600),
        ["Reference temperature [K]"] = cell.TemperatureK,
    };

    private static JsonObject Electrolyte(CellCase cell)
    {
        var electrolyte = cell.Electrolyte.Create(cell.TemperatureK);
        double[] places = [.. Enumerable.Range(0, 36).Select(i => i == 0 ? 1.0 : 100.0 * i)];
        return new JsonObject
        {
            ["Cation transference number"] = BpxFunction.Round(electrolyte.At(cell.Electrolyte.ConcentrationMolM3).TransferenceNumber),
            ["Diffusivity [m2.s-1]"] = BpxFunction.Table(c => electrolyte.At(c).DiffusivityM2S, places),
            ["Conductivity [S.m-1]"] = BpxFunction.Table(c => electrolyte.At(c).ConductivitySM, places),
        };
    }

    private static JsonObject Lithium(CellCase cell)
    {
        double area = 3 * LithiumFraction / LithiumRadiusM, exchange = cell.Lithium.ExchangeCurrentAM2 * Math.Pow(cell.Electrolyte.ConcentrationMolM3 / 1000, cell.Lithium.ConcentrationExponent);
        return new JsonObject
        {
            ["Thickness [m]"] = LithiumThicknessM, ["Porosity"] = 1 - LithiumFraction, ["Transport efficiency"] = 0.99, ["Conductivity [S.m-1]"] = 1e7,
            ["Minimum stoichiometry"] = 0.5, ["Maximum stoichiometry"] = 0.5, ["Maximum concentration [mol.m-3]"] = LithiumConcentration,
            ["Particle radius [m]"] = LithiumRadiusM, ["Surface area per unit volume [m-1]"] = area, ["Diffusivity [m2.s-1]"] = 1e-6,
            ["OCP [V]"] = 0.0, ["Entropic change coefficient [V.K-1]"] = 0.0,
            // F·K·√(x(1−x)) on the area a·L of each square metre of plane, at x = ½.
            ["Reaction rate constant [mol.m-2.s-1]"] = BpxFunction.Round(2 * exchange / (Material.FaradayCMol * area * LithiumThicknessM)),
        };
    }

    private static JsonObject Electrode(CellCase cell, Material material)
    {
        var electrode = cell.Positive;
        double total = electrode.Classes.Sum(c => c.VolumeShare);
        // A class lags by L²/15; the radius keeps the mean lag, and BPX's programs read the active fraction as a·R/3.
        double radius = Math.Sqrt(electrode.Classes.Sum(c => c.VolumeShare / total * c.DiffusionLengthM * c.DiffusionLengthM)), area = 3 * electrode.ActiveVolumeFraction / radius;
        double real = electrode.RealAreaM2M2 / electrode.ThicknessM, exchange = (electrode.ExchangeCurrentPrefactor ?? MaterialKinetics.Prefactor(material)).At(0.5);
        var (potential, low, high) = Potential(electrode, material);
        return new JsonObject
        {
            ["Thickness [m]"] = electrode.ThicknessM, ["Porosity"] = BpxFunction.Round(electrode.Porosity), ["Transport efficiency"] = BpxFunction.Round(electrode.TransportEfficiency),
            ["Conductivity [S.m-1]"] = electrode.EffectiveConductivitySM, ["Minimum stoichiometry"] = BpxFunction.Round(low), ["Maximum stoichiometry"] = BpxFunction.Round(high),
            ["Maximum concentration [mol.m-3]"] = material.MaximumConcentrationMolM3, ["Particle radius [m]"] = BpxFunction.Round(radius), ["Surface area per unit volume [m-1]"] = BpxFunction.Round(area),
            ["Diffusivity [m2.s-1]"] = Diffusivity(electrode, material), ["OCP [V]"] = potential, ["Entropic change coefficient [V.K-1]"] = 0.0,
            // 2·i_ref·√(c/1000)·√(x(1−x)) = F·K·√(c/c₀)·√(x(1−x)).
            ["Reaction rate constant [mol.m-2.s-1]"] = BpxFunction.Round(2 * exchange * Math.Sqrt(cell.Electrolyte.ConcentrationMolM3 / 1000) / Material.FaradayCMol * real / area),
        };
    }

    private static (JsonNode Potential, double Low, double High) Potential(ElectrodeDesign electrode, Material material)
    {
        var own = electrode.OpenCircuit is null ? material.OpenCircuitPotential : null;
        var function = electrode.OpenCircuit?.AtTemperature(material.TemperatureK) ?? own?.Compile().AtTemperature(material.TemperatureK) ?? MaterialFunctions.Potential(material);
        JsonNode node = own is null ? BpxFunction.OverLithiation(function.At) : BpxFunction.Of(own, 1, material.TemperatureK);
        return (node, Place(material.UpperCutoffV), Place(material.LowerCutoffV));

        double Place(double voltage)
        {
            double low = 1e-6, high = 1 - 1e-6;
            if (function.At(low) <= voltage) return low;
            if (function.At(high) >= voltage) return high;
            for (int i = 0; i < 100; i++)
            {
                double middle = 0.5 * (low + high);
                if (function.At(middle) > voltage) low = middle;
                else high = middle;
            }

            return 0.5 * (low + high);
        }
    }

    private static JsonNode Diffusivity(ElectrodeDesign electrode, Material material)
    {
        if (electrode.SolidDiffusivity is { } function) return BpxFunction.OverLithiation(function.AtTemperature(material.TemperatureK).At);
        if (material.DiffusivityFactor is { } factor) return BpxFunction.Of(factor, material.DiffusivityM2S, material.TemperatureK);
        if (material.Diffusion == SolidDiffusion.Fick) return JsonValue.Create(material.DiffusivityM2S);
        var law = new SolidDiffusionLaw(material);
        return BpxFunction.OverLithiation(x => material.DiffusivityM2S * law.At(x).Factor);
    }

    /// <summary>What the standard has no place for; BPX allows numbers, functions, tables and groups of them here, and a description.</summary>
    private static JsonObject UserDefined(CellCase cell, Material material)
    {
        var electrode = cell.Positive;
        double total = electrode.Classes.Sum(c => c.VolumeShare), real = electrode.RealAreaM2M2 / electrode.ThicknessM;
        var classes = electrode.Classes.GroupBy(c => c.DiffusionLengthM).OrderBy(g => g.Key).ToArray();
        var node = new JsonObject
        {
            ["description"] = "Quantities of the half cell that BPX has no place for: the electrode's active fraction and real area, its size classes (over the radius of a sphere of the same time of diffusion), "
                + "lithium's exchange current on the plane at 1000 mol.m-3, the electrolyte's thermodynamic factor at rest, the lithiation as made, and the film reaction of the cell model.",
            ["Active material volume fraction"] = electrode.ActiveVolumeFraction,
            ["Density [kg.m-3]"] = material.DensityKgM3,
            ["Theoretical capacity [mA.h.g-1]"] = BpxFunction.Round(material.TheoreticalCapacityMAhG),
            ["Initial stoichiometry as made"] = material.InitialLithiation,
            ["Real surface area per unit volume [m-1]"] = BpxFunction.Round(real),
            ["Real specific surface area [m2.g-1]"] = BpxFunction.Round(electrode.RealAreaM2M2 / (1000 * electrode.MassKgM2)),
            ["Volume share of size class over radius [m]"] = Over(g => g.Sum(c => c.VolumeShare) / total),
            ["Real area per volume of size class [m-1] over radius [m]"] = Over(g => g.Sum(c => c.VolumeShare * c.AreaPerVolume) / g.Sum(c => c.VolumeShare)),
            ["Lithium exchange current density [A.m-2]"] = cell.Lithium.ExchangeCurrentAM2,
            ["Thermodynamic factor"] = BpxFunction.Round(cell.Electrolyte.Create(cell.TemperatureK).At(cell.Electrolyte.ConcentrationMolM3).ThermodynamicFactor),
        };
        if (material.ExchangeCurrentFactor is { } factor) node["Reaction rate factor over stoichiometry"] = BpxFunction.Of(factor, 1, material.TemperatureK);
        if (!(material.SideRateMS > 0)) return node;
        node["Film reaction"] = new JsonObject
        {
            ["Rate constant [m.s-1]"] = material.SideRateMS, ["Potential [V]"] = material.SidePotentialV, ["Transfer coefficient"] = material.SideTransferCoefficient, ["Electrons"] = material.SideElectrons,
            ["Solvent concentration [mol.m-3]"] = material.SolventConcentrationMolM3, ["Solvent diffusivity in film [m2.s-1]"] = material.FilmDiffusivityM2S,
            ["Molar volume [m3.mol-1]"] = material.FilmMolarVolumeM3Mol, ["Resistivity [Ohm.m]"] = material.FilmResistivityOhmM,
        };
        return node;

        JsonObject Over(Func<IGrouping<double, ParticleClass>, double> value) => new()
        {
            ["x"] = new JsonArray([.. classes.Select(g => (JsonNode)BpxFunction.Round(g.Key))]), ["y"] = new JsonArray([.. classes.Select(g => (JsonNode)BpxFunction.Round(value(g)))]),
        };
    }
}
