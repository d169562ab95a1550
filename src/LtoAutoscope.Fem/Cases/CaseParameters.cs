using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Cases;

/// <summary>
/// The numbers of a case by name, for fits and studies: <c>temperature_K</c>, <c>separator.thickness_m</c>, <c>electrode.diffusivity_m2_s</c> … An electrode is
/// called <c>electrode</c> (half cell), <c>positive</c> or <c>negative</c>; besides its own numbers it has all numbers of a material file.
/// </summary>
public static class CaseParameters
{
    private static readonly Dictionary<string, (Func<CellCase, double> Get, Func<CellCase, double, CellCase> Set)> OfCell = new(StringComparer.Ordinal)
    {
        ["temperature_K"] = (c => c.TemperatureK, (c, v) => c with { TemperatureK = v }),
        ["contact_resistance_Ohm_m2"] = (c => c.ContactResistanceOhmM2, (c, v) => c with { ContactResistanceOhmM2 = v }),
        ["current_at_1C_A_m2"] = (c => c.CurrentOfOneRate, (c, v) => c with { OneRateCurrentAM2 = v }),
        ["electrolyte.concentration_mol_m3"] = (c => c.Electrolyte.ConcentrationMolM3, (c, v) => c with { Electrolyte = c.Electrolyte with { ConcentrationMolM3 = v } }),
        ["lithium.exchange_current_A_m2"] = (c => c.Lithium.ExchangeCurrentAM2, (c, v) => c with { Lithium = c.Lithium with { ExchangeCurrentAM2 = v } }),
        ["separator.thickness_m"] = (c => c.Separator.ThicknessM, (c, v) => c with { Separator = c.Separator with { ThicknessM = v } }),
        ["separator.porosity"] = (c => c.Separator.Porosity, (c, v) => c with { Separator = c.Separator with { Porosity = v } }),
    };

    private static readonly Dictionary<string, (Func<ElectrodeDesign, double> Get, Func<ElectrodeDesign, double, ElectrodeDesign> Set)> OfElectrode = new(StringComparer.Ordinal)
    {
        ["thickness_m"] = (e => e.ThicknessM, (e, v) => e with { ThicknessM = v }),
        ["porosity"] = (e => e.Porosity, (e, v) => e with { Porosity = v }),
        ["active_volume_fraction"] = (e => e.ActiveVolumeFraction, (e, v) => e with { ActiveVolumeFraction = v }),
        ["bruggeman_exponent"] = (e => e.BruggemanExponent, (e, v) => e with { BruggemanExponent = v, Tortuosity = null }),
        ["tortuosity"] = (e => e.Porosity / e.TransportEfficiency, (e, v) => e with { Tortuosity = v }),
        ["effective_conductivity_S_m"] = (e => e.EffectiveConductivitySM, (e, v) => e with { EffectiveConductivitySM = v }),
        ["radius_m"] = (MeanLength, (e, v) => Scale(e, v / MeanLength(e))),
        ["diffusivity_m2_s"] = (e => e.Material.DiffusivityM2S, (e, v) => e with { Material = MaterialFile.With(e.Material, "diffusivity_m2_s", v), SolidDiffusivity = null }),
        ["exchange_current_A_m2"] = (
            e => e.Material.ExchangeCurrentAM2,
            (e, v) => e with { Material = MaterialFile.With(e.Material, "exchange_current_A_m2", v), ExchangeCurrent = null, ExchangeCurrentPrefactor = null }),
    };

    /// <summary>The names that a case has.</summary>
    /// <param name="cell">The case.</param>
    public static IReadOnlyList<string> Names(CellCase cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        string[] ofElectrode = [.. OfElectrode.Keys.Union(MaterialFile.Keys.Select(k => k.Name))];
        string[] electrodes = cell.Kind == CellKind.Half ? ["electrode"] : ["negative", "positive"];
        return [.. OfCell.Keys, .. electrodes.SelectMany(e => ofElectrode.Select(k => $"{e}.{k}"))];
    }

    /// <summary>A number of a case.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static double Get(CellCase cell, string name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (OfCell.TryGetValue(name, out var own)) return own.Get(cell);
        var (electrode, key) = Split(cell, name);
        return OfElectrode.TryGetValue(key, out var part) ? part.Get(electrode)
            : MaterialFile.ToKeys(electrode.Material).TryGetValue(key, out object? value) && value is double number ? number : throw Unknown(cell, name);
    }

    /// <summary>A case with a number replaced. Where a function stood for that property, the number takes its place.</summary>
    /// <exception cref="InputException">There is none of that name, or the value cannot be.</exception>
    public static CellCase Set(CellCase cell, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (!double.IsFinite(value)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{value} cannot stand for {name}"), "case", "Give a finite number");
        if (OfCell.TryGetValue(name, out var own)) return own.Set(cell, value);
        var (electrode, key) = Split(cell, name);
        var changed = OfElectrode.TryGetValue(key, out var part) ? part.Set(electrode, value)
            : MaterialFile.Keys.Any(k => k.Name == key) ? electrode with { Material = MaterialFile.With(electrode.Material, key, value) } : throw Unknown(cell, name);
        return name.StartsWith("negative.", StringComparison.Ordinal) ? cell with { Negative = changed } : cell with { Positive = changed };
    }

    private static (ElectrodeDesign Electrode, string Key) Split(CellCase cell, string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        var electrode = dot < 0 ? null : name[..dot] switch
        {
            "electrode" when cell.Kind == CellKind.Half => cell.Positive,
            "positive" => cell.Positive,
            "negative" => cell.Negative,
            _ => null,
        };
        return electrode is null ? throw Unknown(cell, name) : (electrode, name[(dot + 1)..]);
    }

    private static InputException Unknown(CellCase cell, string name)
        => new($"the case has no number '{name}'", "case", $"Did you mean '{NearestKey.Of(name, Names(cell))}'");

    /// <summary>Volume-weighted mean of the classes' lengths.</summary>
    private static double MeanLength(ElectrodeDesign e) => e.Classes.Sum(c => c.VolumeShare * c.DiffusionLengthM) / e.Classes.Sum(c => c.VolumeShare);

    /// <summary>All particles larger by a factor: longer ways and less area.</summary>
    private static ElectrodeDesign Scale(ElectrodeDesign e, double factor) => e with
    {
        Classes = [.. e.Classes.Select(c => c with { DiffusionLengthM = factor * c.DiffusionLengthM, AreaPerVolume = c.AreaPerVolume / factor })],
    };
}
