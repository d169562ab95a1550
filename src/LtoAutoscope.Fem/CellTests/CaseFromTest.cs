using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>
/// A case file (docs/case.md) from a measured cell: its powder, its loading, its temperature, and its currents, cut-offs, holds and rests as the
/// protocol. <c>fem run --case</c> then runs the model under the cell's own boundary conditions.
/// </summary>
public static class CaseFromTest
{
    private const double UsualActiveFraction = 0.45;
    private const double UsualThicknessM = 50e-6;

    /// <summary>Writes the case.</summary>
    /// <param name="test">The measured test.</param>
    /// <param name="sample">Its powder.</param>
    /// <param name="material">The material; its capacity turns currents into rates.</param>
    /// <param name="materialName">What the case calls it: a name in config/materials or a file beside the case.</param>
    /// <param name="halfCycles">Half cycles of the test to take, from the first.</param>
    public static string Write(GalvanostaticTest test, CellSample sample, Material material, string materialName, int halfCycles = 2)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(material);
        double area = test.Details.AreaCm2 * 1e-4, temperature = double.IsFinite(test.TemperatureK) ? test.TemperatureK : material.TemperatureK;
        double thickness = area > 0 ? test.Details.MassG / 1000 / (material.DensityKgM3 * UsualActiveFraction * area) : UsualThicknessM;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# From {Path.GetFileName(test.Source)}: measured CE1 {Number(test.Ce1Of(material.Role))}.\n");
        text.Append(CultureInfo.InvariantCulture, $"name: {Quoted(test.Name)}\nkind: half\ntemperature_K: {temperature:0.###}\n\nelectrode:\n  material: {Quoted(materialName)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  thickness_m: {thickness:0.###e+0}            # {(area > 0 ? "mass over area, density and active share" : "assumed: the area of the electrode is not given")}\n");
        text.Append(CultureInfo.InvariantCulture, $"  active_volume_fraction: {UsualActiveFraction}   # assumed\n  particles:                     # spheres that lag as the measured particles do, with their real area\n");
        foreach (var c in sample.Classes)
        {
            double radius = Math.Sqrt(15 * c.LagM2);
            text.Append(CultureInfo.InvariantCulture, $"    - radius_m: {radius:0.######e+0}\n      area_factor: {c.RealAreaM1(material) * radius / 3:0.######}\n      volume_share: {c.VolumeShare:0.######}\n");
        }

        text.Append("\nprotocol:\n  steps:\n");
        foreach (var step in test.ToProtocol(material, halfCycles).Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - mode: {step.Mode.ToString().ToLowerInvariant()}\n");
            if (step.Mode == StepMode.Current) Key("rate_per_hour", step.RatePerHour);
            Key("voltage_V", step.VoltageV);
            Key("until_voltage_V", step.UntilVoltageV);
            Key("until_rate_per_hour", step.UntilRatePerHour);
            Key("until_time_s", step.UntilTimeS);
        }

        return text.ToString();

        void Key(string name, double? value)
        {
            if (value is { } v) text.Append(CultureInfo.InvariantCulture, $"      {name}: {v:g6}\n");
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "not in the test" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Quoted(string word) => $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
