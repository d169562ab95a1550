using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Identification;

/// <summary>A number of the material that is fitted, with its bounds.</summary>
/// <param name="Key">Key of the material file, such as <c>diffusivity_m2_s</c>; its ending is the unit.</param>
/// <param name="Low">Smallest value allowed.</param>
/// <param name="High">Largest value allowed.</param>
/// <param name="IsLogarithmic">Whether the fit moves its logarithm.</param>
public sealed record FitParameter(string Key, double Low, double High, bool IsLogarithmic)
{
    private static readonly FitParameter[] Usual =
    [
        new("diffusivity_m2_s", 1e-20, 1e-13, true),
        new("exchange_current_A_m2", 1e-3, 100, true),
        new("side_rate_m_s", 1e-18, 1e-11, true),
        new("surface_charge_C_m2", 0, 5, false),
        new("film_diffusivity_m2_s", 1e-24, 1e-17, true),
        new("side_potential_V", 0.4, 2.4, false),
        new("surface_charge_potential_V", 0.6, 2.4, false),
        new("surface_charge_rate_1_s", 1e-6, 1, true),
        new("plateau_V", 1.45, 1.65, false),
        new("slope_V", 0, 0.1, false),
        new("maximum_concentration_mol_m3", 15000, 25000, false),
        new("film_resistivity_ohm_m", 1e2, 1e8, true),
        new("film_saturation_nm", 0.05, 50, true),
        new("roughness_inner_cutoff_nm", 1, 20, true),
        new("initial_lithiation", 1e-6, 0.1, true),
    ];

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["D"] = "diffusivity_m2_s",
        ["i0"] = "exchange_current_A_m2",
        ["k"] = "side_rate_m_s",
        ["q0"] = "surface_charge_C_m2",
        ["Df"] = "film_diffusivity_m2_s",
        ["cmax"] = "maximum_concentration_mol_m3",
    };

    /// <summary>Names that <see cref="Parse"/> takes beside the keys.</summary>
    public static IReadOnlyDictionary<string, string> ShortNames => Short;

    /// <summary>Reads <c>key</c> or <c>key=low:high</c>; keys are those of a material file, or D, i0, k, q0, Df, cmax.</summary>
    /// <exception cref="InputException">There is no such key, or the bounds are not in order.</exception>
    public static FitParameter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        string key = Short.GetValueOrDefault(parts[0], parts[0]);
        var known = MaterialFile.Keys.FirstOrDefault(k => k.Name == key);
        if (known.Name is null || key is "temperature_K" or "density_kg_m3")
            throw new InputException($"'{parts[0]}' cannot be fitted", "--fit", $"Give keys of the material file, such as {string.Join(", ", Usual.Take(5).Select(u => u.Key))}, or {string.Join(", ", Short.Keys)}");
        var parameter = Array.Find(Usual, u => u.Key == key) ?? new FitParameter(key, known.Low, known.High, known.Low > 0 && known.High / known.Low > 1000);
        if (parts.Length == 1) return parameter;
        string[] ends = parts[1].Split(':');
        if (ends.Length != 2 || !Number(ends[0], out double low) || !Number(ends[1], out double high) || !(low < high) || low < known.Low || high > known.High)
            throw new InputException($"the bounds '{parts[1]}' cannot be used", $"--fit {key}", string.Create(CultureInfo.InvariantCulture, $"Give low:high within {known.Low:g4}:{known.High:g4}"));
        return parameter with { Low = low, High = high, IsLogarithmic = parameter.IsLogarithmic && low > 0 };

        static bool Number(string word, out double value) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The value in a material.</summary>
    /// <exception cref="InputException">The material has no such number.</exception>
    public double Of(Material material) => MaterialFile.ToKeys(material).TryGetValue(Key, out object? value) && value is double number
        ? number : throw new InputException($"{material.Name} has a potential of its own, so there is no '{Key}' to fit", "--fit", "Leave it out");

    /// <summary>The material with values for parameters.</summary>
    /// <param name="material">The material.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="values">Their values, in the same order.</param>
    public static Material Apply(Material material, IReadOnlyList<FitParameter> parameters, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(values);
        return MaterialFile.With(material, parameters.Select((p, i) => (p.Key, Value: values[i])).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
    }

    /// <summary>The fit's coordinate of a value: its natural logarithm, or itself over the width of the bounds.</summary>
    internal double ToCoordinate(double value) => IsLogarithmic ? Math.Log(Math.Clamp(value, Low, High)) : (Math.Clamp(value, Low, High) - Low) / (High - Low);

    internal double FromCoordinate(double t) => Math.Clamp(IsLogarithmic ? Math.Exp(t) : Low + (t * (High - Low)), Low, High);

    internal double LowCoordinate => IsLogarithmic ? Math.Log(Low) : 0;

    internal double HighCoordinate => IsLogarithmic ? Math.Log(High) : 1;

    /// <summary>Step of a central difference, in the coordinate: far above the model's own scatter, small against what changes a curve's shape.</summary>
    internal double Difference => IsLogarithmic ? 0.03 : 0.005;

    /// <summary>The key without its unit, in words.</summary>
    public string Label => Key switch
    {
        "diffusivity_m2_s" => "effective solid diffusivity (m²/s)",
        "exchange_current_A_m2" => "exchange current density (A/m²)",
        "side_rate_m_s" => "rate constant of the film reaction (m/s)",
        "surface_charge_C_m2" => "surface charge (C/m²)",
        "film_diffusivity_m2_s" => "diffusivity in the film (m²/s)",
        "maximum_concentration_mol_m3" => "largest lithium concentration (mol/m³)",
        _ => Key,
    };
}
