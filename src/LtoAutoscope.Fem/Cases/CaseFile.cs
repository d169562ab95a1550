using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using LtoAutoscope.Fem.Functions;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Cases;

/// <summary>
/// Reads a case (docs/case.md): a half cell or a full cell with its test. Strict: a key that is unknown, doubled, missing or out of range is an
/// error with its line. config/cases/case.schema.json describes the same for editors.
/// </summary>
public static class CaseFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The case file.</param>
    /// <param name="materials">Folder of materials that a case may name; null for the case's own folder alone.</param>
    /// <exception cref="InputException">The file is missing or unreadable, or something in it is wrong; the message has the line.</exception>
    public static CellCase Load(string path, string? materials = null)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path)), materials);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the case cannot be read", path, "Give the path of a case file, such as config/cases/lto-half-cell.yaml", e);
        }
    }

    /// <summary>Reads a case from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="folder">Where tables and materials are looked for.</param>
    /// <param name="materials">Another folder for materials.</param>
    /// <exception cref="InputException">Something is wrong; the message has the line.</exception>
    public static CellCase Parse(string yaml, string source, string? folder = null, string? materials = null)
    {
        var file = new CaseSource(source, folder);
        var root = new CaseSection(file, file.Root(yaml), "");
        string name = root.Word("name") ?? throw root.Missing("name", "Add a line such as name: lto-half-cell");
        var kind = root.Choice("kind", "half", "full") switch
        {
            "half" => CellKind.Half,
            "full" => CellKind.Full,
            _ => throw root.Missing("kind", "Give kind: half (lithium | separator | electrode) or kind: full (negative | separator | positive)"),
        };
        double temperature = root.Number("temperature_K", 200, 400, 298.15);
        var reader = new ElectrodeReader(folder, materials, temperature);
        var positive = reader.Read(root.RequiredSection(kind == CellKind.Full ? "positive" : "electrode"));
        var cell = new CellCase
        {
            Name = name,
            Kind = kind,
            TemperatureK = temperature,
            Electrolyte = ReadElectrolyte(root.Section("electrolyte")),
            Separator = ReadSeparator(root.Section("separator")),
            Lithium = kind == CellKind.Half ? ReadLithium(root.Section("lithium")) : new LithiumMetal(),
            Negative = kind == CellKind.Full ? reader.Read(root.RequiredSection("negative")) : null,
            Positive = positive,
            ContactResistanceOhmM2 = root.Number("contact_resistance_Ohm_m2", 0, 10, 0),
            OneRateCurrentAM2 = root.Number("current_at_1C_A_m2", 1e-6, 1e5),
            Protocol = ProtocolReader.Read(root.RequiredSection("protocol"), kind == CellKind.Half && positive.Material.Role == MaterialRole.Cathode),
            ProfileTimesS = ReadOutputs(root.Section("outputs")),
            Solver = ReadSolver(root.Section("solver")),
        };
        root.End();
        CaseCheck.Validate(cell);
        return cell;
    }

    private static ElectrolyteDesign ReadElectrolyte(CaseSection? section)
    {
        if (section is null) return new ElectrolyteDesign();
        var d = new ElectrolyteDesign();
        var design = new ElectrolyteDesign
        {
            ConcentrationMolM3 = section.Number("concentration_mol_m3", 1, 10000, d.ConcentrationMolM3),
            Conductivity = section.Function("conductivity_S_m", "c", 1e-12, 1e4),
            Diffusivity = section.Function("diffusivity_m2_s", "c", 1e-20, 1e-2),
            TransferenceNumber = section.Function("transference_number", "c", -5, 2),
            ThermodynamicFactor = section.Function("thermodynamic_factor", "c", -100, 1000),
        };
        string? set = section.Choice("set", [.. ElectrolyteSets.Names]);
        bool all = design is { Conductivity: not null, Diffusivity: not null, TransferenceNumber: not null, ThermodynamicFactor: not null };
        section.End();
        return design with { Set = all ? set : set ?? d.Set };
    }

    private static SeparatorDesign ReadSeparator(CaseSection? section)
    {
        var d = new SeparatorDesign();
        if (section is null) return d;
        var design = new SeparatorDesign
        {
            ThicknessM = section.Number("thickness_m", 1e-7, 1e-2, d.ThicknessM),
            Porosity = section.Number("porosity", 0.01, 1, d.Porosity),
            BruggemanExponent = section.Number("bruggeman_exponent", 0, 10, d.BruggemanExponent),
            Tortuosity = section.Number("tortuosity", 1, 1000),
        };
        section.End();
        return design;
    }

    private static LithiumMetal ReadLithium(CaseSection? section)
    {
        var d = new LithiumMetal();
        if (section is null) return d;
        var lithium = new LithiumMetal
        {
            ExchangeCurrentAM2 = section.Number("exchange_current_A_m2", 1e-6, 1e9, d.ExchangeCurrentAM2),
            ConcentrationExponent = section.Number("concentration_exponent", 0, 2, d.ConcentrationExponent),
        };
        section.End();
        return lithium;
    }

    private static IReadOnlyList<double> ReadOutputs(CaseSection? section)
    {
        if (section is null) return [];
        var times = section.Numbers("profile_times_s", 0, 1e12);
        section.End();
        return [.. times.Distinct().Order()];
    }

    private static SolverSettings ReadSolver(CaseSection? section)
    {
        var d = new SolverSettings();
        if (section is null) return d;
        var settings = new SolverSettings
        {
            ElectrodeCells = section.Count("electrode_cells", 1, 1000, d.ElectrodeCells),
            SeparatorCells = section.Count("separator_cells", 1, 1000, d.SeparatorCells),
            RadialNodes = section.Count("radial_nodes", 8, 1000, d.RadialNodes),
            VoltageToleranceV = section.Number("voltage_tolerance_V", 1e-8, 0.1, d.VoltageToleranceV),
            LithiationTolerance = section.Number("lithiation_tolerance", 1e-10, 0.1, d.LithiationTolerance),
            ConcentrationTolerance = section.Number("concentration_tolerance", 1e-10, 0.1, d.ConcentrationTolerance),
            LongestStepS = section.Number("longest_step_s", 1e-6, 1e9),
        };
        section.End();
        return settings;
    }
}
