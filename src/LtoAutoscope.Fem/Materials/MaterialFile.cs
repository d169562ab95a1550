using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.Materials;

/// <summary>
/// Reads a material from YAML, strictly: a key that is unknown, doubled or out of range is an error with its line. A key that is left
/// out has the default of <see cref="Material"/>. config/materials/material.schema.json describes the same for editors.
/// </summary>
public static class MaterialFile
{
    private const string Name = "name";
    private const string Diffusion = "diffusion";
    private const string Electrolyte = "electrolyte";

    /// <summary>All keys with numbers: every one but the name, the law of diffusion and the electrolyte.</summary>
    internal static IReadOnlyList<MaterialKey> Keys { get; } =
    [
        new("density_kg_m3", 100, 30000),
        new("maximum_concentration_mol_m3", 100, 200000),
        new("initial_lithiation", 1e-9, 0.999),
        new("diffusivity_m2_s", 1e-24, 1e-6),
        new("exchange_current_A_m2", 1e-6, 1e4),
        new("plateau_V", -1, 6),
        new("regular_solution_omega", -20, 20),
        new("slope_V", 0, 1),
        new("temperature_K", 200, 400),
        new("lower_cutoff_V", -1, 6),
        new("upper_cutoff_V", -1, 6),
        new("electrolyte_concentration_mol_m3", 1, 10000),
        new("side_rate_m_s", 0, 1e-3),
        new("solvent_concentration_mol_m3", 1, 50000),
        new("side_potential_V", -1, 6),
        new("side_transfer_coefficient", 0.01, 1),
        new("side_electrons", 0.1, 10),
        new("film_diffusivity_m2_s", 1e-30, 1e-9),
        new("film_molar_volume_m3_mol", 1e-7, 1e-2),
        new("roughness_inner_cutoff_nm", 0.05, 1000),
        new("active_volume_fraction", 0.05, 0.7),
        new("film_saturation_nm", 0, 1000),
        new("film_resistivity_ohm_m", 0, 1e12),
        new("surface_charge_C_m2", 0, 100),
        new("surface_charge_rate_1_s", 1e-9, 1e6),
        new("surface_charge_potential_V", -1, 6),
        new("solid_conductivity_S_m", 1e-12, 1e7),
        new("binder_conductivity_S_m", 1e-12, 1e7),
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">The file is missing or unreadable, or something in it is wrong; the message has the line.</exception>
    public static Material Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the material cannot be read", path, "Give the path of a material file, such as config/materials/lto.yaml", e);
        }
    }

    /// <summary>Reads a material from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InputException">Something is wrong; the message has the line.</exception>
    public static Material Parse(string yaml, string source)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var diffusion = SolidDiffusion.Fick;
        IReadOnlyDictionary<string, double[]>? uncertainty = null;
        foreach (var (key, node) in Root(yaml, source).Children)
        {
            string word = key is YamlScalarNode { Value: { } k } ? k : throw Wrong("a key is not a word", key, "Write key: value");
            if (word == MaterialIntervals.Key)
            {
                uncertainty = MaterialIntervals.Read(node, source);
                continue;
            }

            if (node is not YamlScalarNode { Value: { } text }) throw Wrong($"'{word}' is not a single value", node, "Write key: value");
            if (word is Name or Diffusion or Electrolyte)
            {
                words.Add(word, text);
                if (word == Diffusion && !Enum.TryParse(text, ignoreCase: true, out diffusion))
                    throw Wrong($"there is no diffusion law '{text}'", node, "Give fick or darken");
                if (word == Electrolyte && !ElectrolyteSets.Names.Contains(text))
                    throw Wrong($"there is no electrolyte '{text}'", node, $"Give one of {string.Join(", ", ElectrolyteSets.Names)}");
                continue;
            }

            var known = Keys.FirstOrDefault(entry => entry.Name == word);
            if (known.Name is null) throw Wrong($"there is no key '{word}'", key, $"Did you mean '{Nearest(word)}'?");
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw Wrong($"'{text}' for '{word}' is not a number", node, "Write a number with a decimal point, such as 1e-17");
            if (value < known.Low || value > known.High)
                throw Wrong($"{word} = {text} is out of range", node, string.Create(CultureInfo.InvariantCulture, $"Give {known.Low:g4} to {known.High:g4}"));
            values.Add(word, value);
        }

        if (string.IsNullOrWhiteSpace(words.GetValueOrDefault(Name))) throw new InputException("the material has no name", source, "Add a line such as name: lto");
        var material = Build(words, values, diffusion);
        if (material.LowerCutoffV >= material.PlateauV || material.PlateauV >= material.UpperCutoffV)
            throw new InputException("the plateau does not lie between the cut-offs", source, "Give lower_cutoff_V < plateau_V < upper_cutoff_V");
        if (uncertainty is null) return material;
        MaterialIntervals.Check(material, uncertainty, source);
        return material with { Uncertainty = uncertainty };

        InputException Wrong(string what, YamlNode at, string remedy) => new(what, $"{source}, line {at.Start.Line}", remedy.TrimEnd('?', '.'));
    }

    private static YamlMappingNode Root(string yaml, string source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new InputException(e.Message.Split('\n')[0].TrimEnd('.'), $"{source}, line {e.Start.Line}", "Write one key: value a line, each key once", e);
        }

        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return root;
        throw new InputException("the file is not a list of keys and values", source, "Write one key: value a line");
    }

    /// <summary>A material as the keys of its file, for records of what a run was done with.</summary>
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
        var keys = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Name] = material.Name,
            [Diffusion] = material.Diffusion.ToString().ToLowerInvariant(),
            [Electrolyte] = material.Electrolyte,
        };
        for (int i = 0; i < values.Length; i++) keys[Keys[i].Name] = values[i];
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
        var values = Keys.ToDictionary(k => k.Name, k => (double)keys[k.Name]!, StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            var known = Keys.FirstOrDefault(entry => entry.Name == key);
            if (known.Name is null) throw new InputException($"there is no number '{key}' in a material", "material", $"Did you mean '{NearestKey.Of(key, Keys.Select(k => k.Name))}'");
            if (!(value >= known.Low && value <= known.High))
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{key} = {value:g6} is out of range"), "material", string.Create(CultureInfo.InvariantCulture, $"Give {known.Low:g4} to {known.High:g4}"));
            values[key] = value;
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal) { [Name] = material.Name, [Electrolyte] = material.Electrolyte };
        return Build(words, values, material.Diffusion) with { Uncertainty = material.Uncertainty };
    }

    private static Material Build(Dictionary<string, string> words, Dictionary<string, double> values, SolidDiffusion diffusion)
    {
        var d = new Material { Name = words[Name] };
        return d with
        {
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
            Diffusion = diffusion,
            Electrolyte = words.GetValueOrDefault(Electrolyte, d.Electrolyte),
        };

        double Get(string key, double otherwise) => values.GetValueOrDefault(key, otherwise);
    }

    private static string Nearest(string word) => NearestKey.Of(word, Keys.Select(k => k.Name).Concat([Name, Diffusion, Electrolyte, MaterialIntervals.Key]));
}
