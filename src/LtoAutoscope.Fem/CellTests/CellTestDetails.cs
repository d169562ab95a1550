using System.Globalization;
using LtoAutoscope.Domain;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// What a cycler's file does not say of a cell, in a small YAML beside it (<c>cell-1.csv</c>, <c>cell-1.yaml</c>), strictly read. Only the mass is needed.
/// </summary>
public sealed record CellTestDetails
{
    /// <summary>Name of the cell; the file's name if empty. Key <c>name</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Mass of active material, g. Key <c>mass_mg</c>, in mg.</summary>
    public double MassG { get; init; } = double.NaN;

    /// <summary>Area of the electrode, cm²; NaN where unknown. Key <c>area_cm2</c>.</summary>
    public double AreaCm2 { get; init; } = double.NaN;

    /// <summary>Temperature, K; NaN where unknown. Key <c>temperature_C</c>.</summary>
    public double TemperatureK { get; init; } = double.NaN;

    /// <summary>Sign that the file gives to the lithiating current: 1, −1, or 0 to tell it from the first fall of the voltage. Key <c>lithiation_current</c>: positive, negative, auto.</summary>
    public int LithiationSign { get; init; }

    /// <summary>Morphology of the powder: path of a morphology.json, relative to the YAML. Key <c>morphology</c>.</summary>
    public string? Morphology { get; init; }

    /// <summary>Projected diameter, nm, where there is no morphology file. Key <c>diameter_nm</c>.</summary>
    public double DiameterNm { get; init; } = double.NaN;

    /// <summary>Aspect ratio. Key <c>aspect_ratio</c>.</summary>
    public double AspectRatio { get; init; } = 1;

    /// <summary>Fractal dimension of the outline. Key <c>fractal_dimension</c>.</summary>
    public double FractalDimension { get; init; } = double.NaN;

    /// <summary>Standard uncertainty of CE1, a fraction; default 0.002. Key <c>ce1_uncertainty</c>.</summary>
    public double Ce1Uncertainty { get; init; } = 0.002;

    /// <summary>Standard uncertainty of the voltage, V; default 3 mV. Key <c>voltage_uncertainty_mV</c>, in mV.</summary>
    public double VoltageUncertaintyV { get; init; } = 0.003;

    /// <summary>Standard uncertainty of the specific charge (mass above all), relative; default 0.005. Key <c>charge_uncertainty</c>.</summary>
    public double ChargeUncertainty { get; init; } = 0.005;

    /// <summary>The YAML that belongs to a file of data.</summary>
    public static string PathFor(string dataPath) => Path.ChangeExtension(dataPath, ".yaml");

    /// <summary>Reads a YAML.</summary>
    /// <exception cref="InputException">It is missing, or something in it is wrong; the message has the line.</exception>
    public static CellTestDetails Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the details of the cell cannot be read", path, "Write a YAML beside the data with at least mass_mg, the mass of active material", e);
        }
    }

    /// <summary>Reads text.</summary>
    /// <exception cref="InputException">Something is wrong; the message has the line.</exception>
    public static CellTestDetails Parse(string yaml, string source)
    {
        var details = new CellTestDetails();
        foreach (var (key, node) in Root(yaml, source).Children)
        {
            string where = $"{source}, line {key.Start.Line}", word = (key as YamlScalarNode)?.Value ?? "";
            string text = (node as YamlScalarNode)?.Value ?? throw new InputException($"'{word}' is not a single value", where, "Write key: value");
            details = word switch
            {
                "name" => details with { Name = text },
                "mass_mg" => details with { MassG = Number(1e-6, 1e6) / 1000 },
                "area_cm2" => details with { AreaCm2 = Number(1e-6, 1e6) },
                "temperature_C" => details with { TemperatureK = Number(-60, 120) + 273.15 },
                "lithiation_current" => details with { LithiationSign = Sign() },
                "morphology" => details with { Morphology = text },
                "diameter_nm" => details with { DiameterNm = Number(1, 1e5) },
                "aspect_ratio" => details with { AspectRatio = Number(1, 50) },
                "fractal_dimension" => details with { FractalDimension = Number(1, 2) },
                "ce1_uncertainty" => details with { Ce1Uncertainty = Number(1e-6, 1) },
                "voltage_uncertainty_mV" => details with { VoltageUncertaintyV = Number(0.01, 1000) / 1000 },
                "charge_uncertainty" => details with { ChargeUncertainty = Number(0, 0.5) },
                _ => throw new InputException($"there is no key '{word}'", where,
                    "Use name, mass_mg, area_cm2, temperature_C, lithiation_current, morphology, diameter_nm, aspect_ratio, fractal_dimension, ce1_uncertainty, voltage_uncertainty_mV, charge_uncertainty"),
            };

            double Number(double low, double high)
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= low && value <= high) return value;
                throw new InputException($"{word}: '{text}' cannot be used", where, string.Create(CultureInfo.InvariantCulture, $"Give a number from {low:g4} to {high:g4}"));
            }

            int Sign() => text switch
            {
                "positive" => 1,
                "negative" => -1,
                "auto" => 0,
                _ => throw new InputException($"lithiation_current: '{text}' is not known", where, "Give positive, negative or auto"),
            };
        }

        return details;
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
}
