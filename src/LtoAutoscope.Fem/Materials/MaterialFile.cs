using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Electrolytes;
using YamlDotNet.RepresentationModel;
using K = LtoAutoscope.Fem.Materials.MaterialKeys;

namespace LtoAutoscope.Fem.Materials;

/// <summary>
/// Reads a material from YAML, strictly: a key that is unknown, doubled or out of range is an error with its line. A key that is left
/// out has the default of <see cref="Material"/>. docs/materials.md has the format, config/materials/material.schema.json the same for editors.
/// </summary>
public static class MaterialFile
{
    /// <summary>All keys with numbers.</summary>
    internal static IReadOnlyList<MaterialKey> Keys => K.Numbers;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing or unreadable, or something in it is wrong; the message has the line.</exception>
    public static Material Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the material cannot be read", path, "Give the path of a material file, such as config/materials/lto.yaml", e);
        }
    }

    /// <summary>Reads a material from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="folder">Where tables that it names are looked for; null for the working folder.</param>
    /// <exception cref="InputException">Something is wrong; the message has the line.</exception>
    public static Material Parse(string yaml, string source, string? folder = null)
    {
        var file = new CaseSource(source, folder);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var functions = new Dictionary<string, MaterialFunction>(StringComparer.Ordinal);
        var provenance = new Dictionary<string, MaterialProvenance>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, double[]>? uncertainty = null;
        foreach (var (key, node) in file.Root(yaml).Children)
        {
            string word = key is YamlScalarNode { Value: { } k } ? k : throw file.Wrong("a key is not a word", key, "Write key: value");
            if (word == MaterialIntervals.Key)
            {
                uncertainty = MaterialIntervals.Read(node, source);
                continue;
            }

            var function = K.Functions.FirstOrDefault(f => f.Name == word);
            var known = Keys.FirstOrDefault(entry => entry.Name == word);
            if (function.Name is null && known.Name is null && !K.Words.Contains(word)) throw file.Wrong($"there is no key '{word}'", key, $"Did you mean '{Nearest(word)}'");
            var entry = MaterialEntry.Read(word, node, source);
            provenance.Add(word, entry.Provenance);
            if (function.Name is not null)
            {
                functions.Add(word, file.MaterialFunction(entry.Value, word, function.Low, function.High));
                continue;
            }

            if (entry.Value is not YamlScalarNode { Value: { } text }) throw file.Wrong($"'{word}' is not a single value", entry.Value, "Write key: value, or key: with value, source and status below it");
            if (K.Words.Contains(word)) words.Add(word, CheckWord(word, text, file, entry.Value));
            else values.Add(word, file.Number(entry.Value, word, known.Low, known.High));
        }

        if (string.IsNullOrWhiteSpace(words.GetValueOrDefault(K.Name))) throw new InputException("the material has no name", source, "Add a line such as name: lto");
        if (functions.ContainsKey(K.Potential) && K.RegularSolution.FirstOrDefault(values.ContainsKey) is { } twice)
            throw new InputException($"the potential is given twice, by {K.Potential} and by {twice}", source, "Give the function, or the regular solution");
        var material = Build(words, values, functions) with { Provenance = provenance };
        MaterialFunctions.Check(material, source);
        if (uncertainty is null) return material;
        MaterialIntervals.Check(material, uncertainty, source);
        return material with { Uncertainty = uncertainty };
    }

    private static string CheckWord(string key, string text, CaseSource file, YamlNode node)
    {
        switch (key)
        {
            case K.Diffusion when !Enum.TryParse(text, ignoreCase: true, out SolidDiffusion _): throw file.Wrong($"there is no diffusion law '{text}'", node, "Give fick or darken");
            case K.Role when text is not ("anode" or "cathode"): throw file.Wrong($"there is no role '{text}'", node, "Give anode (made empty of lithium) or cathode (made full)");
            case K.Electrolyte when !ElectrolyteSets.Names.Contains(text):
                throw file.Wrong($"there is no electrolyte '{text}'", node, $"Give one of {string.Join(", ", ElectrolyteSets.Names)}");
            default: return text.Trim();
        }
    }

    /// <summary>
    /// A material as the keys of its file, for records of what a run was done with: numbers, words, and functions as their expression or
    /// their pairs. What does not apply (a plateau beside a potential of its own) is left out.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> ToKeys(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        double[] values =
        [
            material.DensityKgM3, material.MaximumConcentrationMolM3, material.InitialLithiation, material.DiffusivityM2S, material.ExchangeCurrentAM2,
            material.PlateauV, material.RegularSolutionOmega, material.SlopeV, material.TemperatureK, material.LowerCutoffV, material.UpperCutoffV,
            material.ElectrolyteConcentrationMolM3, material.SideRateMS, material.SolventConcentrationMolM3, material.SidePotentialV,
            material.SideTransferCoefficient, material.SideElectrons, material.FilmDiffusivityM2S, material.FilmMolarVolumeM3Mol,
            material.RoughnessInnerCutoffNm, material.ActiveVolumeFraction, material.FilmSaturationNm, material.FilmResistivityOhmM,
            material.SurfaceChargeCM2, material.SurfaceChargeRateS, material.SurfaceChargePotentialV, material.SolidConductivitySM,
            material.BinderConductivitySM,
        ];
        var keys = new Dictionary<string, object?>(StringComparer.Ordinal) { [K.Name] = material.Name };
        if (material.Formula.Length > 0) keys[K.Formula] = material.Formula;
        if (material.Role != MaterialRole.Anode) keys[K.Role] = material.Role.ToString().ToLowerInvariant();
        keys[K.Diffusion] = material.Diffusion.ToString().ToLowerInvariant();
        keys[K.Electrolyte] = material.Electrolyte;
        foreach (var (key, function) in FunctionsOf(material)) keys[key] = function.Expression ?? (object)function.Table.Select(p => new[] { p.X, p.Y }).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (material.OpenCircuitPotential is null || !K.RegularSolution.Contains(Keys[i].Name)) keys[Keys[i].Name] = values[i];
        }

        return keys;
    }

    /// <summary>A material with one of its numbers replaced.</summary>
    /// <param name="material">The material.</param>
    /// <param name="key">Its key in the file.</param>
    /// <param name="value">The new value.</param>
    /// <exception cref="InputException">There is no such key, or the value is out of its range.</exception>
    public static Material With(Material material, string key, double value)
        => With(material, new Dictionary<string, double>(StringComparer.Ordinal) { [key] = value });

    /// <summary>A material with some of its numbers replaced.</summary>
    /// <param name="material">The material.</param>
    /// <param name="changes">The new values by their keys in the file.</param>
    /// <exception cref="InputException">There is no such key, or a value is out of its range.</exception>
    public static Material With(Material material, IReadOnlyDictionary<string, double> changes)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(changes);
        var keys = ToKeys(material);
        var values = Keys.Where(k => keys.ContainsKey(k.Name)).ToDictionary(k => k.Name, k => (double)keys[k.Name]!, StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            var known = Keys.FirstOrDefault(entry => entry.Name == key);
            if (known.Name is null) throw new InputException($"there is no number '{key}' in a material", "material", $"Did you mean '{NearestKey.Of(key, Keys.Select(k => k.Name))}'");
            if (!values.ContainsKey(key)) throw new InputException($"{material.Name} has a potential of its own, so there is no '{key}' in it", "material", "Leave it out");
            if (!(value >= known.Low && value <= known.High))
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{key} = {value:g6} is out of range"), "material", string.Create(CultureInfo.InvariantCulture, $"Give {known.Low:g4} to {known.High:g4}"));
            values[key] = value;
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [K.Name] = material.Name, [K.Formula] = material.Formula, [K.Role] = material.Role.ToString(), [K.Diffusion] = material.Diffusion.ToString(), [K.Electrolyte] = material.Electrolyte,
        };
        return Build(words, values, FunctionsOf(material)) with { Uncertainty = material.Uncertainty, Provenance = material.Provenance };
    }

    private static Dictionary<string, MaterialFunction> FunctionsOf(Material material)
        => new (string Key, MaterialFunction? Function)[] { (K.Potential, material.OpenCircuitPotential), (K.DiffusivityFactor, material.DiffusivityFactor), (K.ExchangeFactor, material.ExchangeCurrentFactor) }
            .Where(f => f.Function is not null).ToDictionary(f => f.Key, f => f.Function!, StringComparer.Ordinal);

    private static Material Build(Dictionary<string, string> words, Dictionary<string, double> values, Dictionary<string, MaterialFunction> functions)
    {
        var d = new Material { Name = words[K.Name] };
        return d with
        {
            Formula = words.GetValueOrDefault(K.Formula, d.Formula),
            Role = words.TryGetValue(K.Role, out string? role) ? Enum.Parse<MaterialRole>(role, ignoreCase: true) : d.Role,
            OpenCircuitPotential = functions.GetValueOrDefault(K.Potential),
            DiffusivityFactor = functions.GetValueOrDefault(K.DiffusivityFactor),
            ExchangeCurrentFactor = functions.GetValueOrDefault(K.ExchangeFactor),
            DensityKgM3 = Get("density_kg_m3", d.DensityKgM3),
            MaximumConcentrationMolM3 = Get("maximum_concentration_mol_m3", d.MaximumConcentrationMolM3),
            InitialLithiation = Get("initial_lithiation", d.InitialLithiation),
            DiffusivityM2S = Get("diffusivity_m2_s", d.DiffusivityM2S),
            ExchangeCurrentAM2 = Get("exchange_current_A_m2", d.ExchangeCurrentAM2),
            PlateauV = Get("plateau_V", d.PlateauV),
            RegularSolutionOmega = Get("regular_solution_omega", d.RegularSolutionOmega),
            SlopeV = Get("slope_V", d.SlopeV),
            TemperatureK = Get("temperature_K", d.TemperatureK),
            LowerCutoffV = Get("lower_cutoff_V", d.LowerCutoffV),
            UpperCutoffV = Get("upper_cutoff_V", d.UpperCutoffV),
            ElectrolyteConcentrationMolM3 = Get("electrolyte_concentration_mol_m3", d.ElectrolyteConcentrationMolM3),
            SideRateMS = Get("side_rate_m_s", d.SideRateMS),
            SolventConcentrationMolM3 = Get("solvent_concentration_mol_m3", d.SolventConcentrationMolM3),
            SidePotentialV = Get("side_potential_V", d.SidePotentialV),
            SideTransferCoefficient = Get("side_transfer_coefficient", d.SideTransferCoefficient),
            SideElectrons = Get("side_electrons", d.SideElectrons),
            FilmDiffusivityM2S = Get("film_diffusivity_m2_s", d.FilmDiffusivityM2S),
            FilmMolarVolumeM3Mol = Get("film_molar_volume_m3_mol", d.FilmMolarVolumeM3Mol),
            RoughnessInnerCutoffNm = Get("roughness_inner_cutoff_nm", d.RoughnessInnerCutoffNm),
            ActiveVolumeFraction = Get("active_volume_fraction", d.ActiveVolumeFraction),
            FilmSaturationNm = Get("film_saturation_nm", d.FilmSaturationNm),
            FilmResistivityOhmM = Get("film_resistivity_ohm_m", d.FilmResistivityOhmM),
            SurfaceChargeCM2 = Get("surface_charge_C_m2", d.SurfaceChargeCM2),
            SurfaceChargeRateS = Get("surface_charge_rate_1_s", d.SurfaceChargeRateS),
            SurfaceChargePotentialV = Get("surface_charge_potential_V", d.SurfaceChargePotentialV),
            SolidConductivitySM = Get("solid_conductivity_S_m", d.SolidConductivitySM),
            BinderConductivitySM = Get("binder_conductivity_S_m", d.BinderConductivitySM),
            Diffusion = words.TryGetValue(K.Diffusion, out string? law) ? Enum.Parse<SolidDiffusion>(law, ignoreCase: true) : d.Diffusion,
            Electrolyte = words.GetValueOrDefault(K.Electrolyte, d.Electrolyte),
        };

        double Get(string key, double otherwise) => values.GetValueOrDefault(key, otherwise);
    }

    private static string Nearest(string word)
        => NearestKey.Of(word, Keys.Concat(K.Functions).Select(k => k.Name).Concat(K.Words).Append(MaterialIntervals.Key));
}
