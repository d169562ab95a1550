using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Learning;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>Something that the efficiency may go with.</summary>
/// <param name="Key">Its name in addresses, tables and models.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Unit">Its unit, empty for a pure number.</param>
/// <param name="Of">Reads it; null where it is unknown.</param>
public sealed record CorrelationQuantity(string Key, string Name, string Unit, Func<Morphology, Sample, IntervalValue?> Of)
{
    /// <summary>All of them: what the regressions can use, more of the distribution, the sample's own measurements and its synthesis.</summary>
    public static IReadOnlyList<CorrelationQuantity> All { get; } =
    [
        new("mean_diameter_nm", "mean diameter", "nm", (m, _) => With(m.DiameterNm.Mean, m.DiameterNm.MeanCi95)),
        new("median_diameter_nm", "median diameter D50", "nm", (m, _) => With(m.DiameterNm.Median, m.DiameterNm.MedianCi95)),
        new("diameter_std_nm", "spread of diameters", "nm", (m, _) => With(m.DiameterNm.Std, null)),
        new("d10_nm", "D10", "nm", (m, _) => With(m.DiameterNm.D10, m.DiameterNm.D10Ci95Sampling)),
        new("d90_nm", "D90", "nm", (m, _) => With(m.DiameterNm.D90, m.DiameterNm.D90Ci95Sampling)),
        new("volume_d50_nm", "D50 by volume", "nm", (m, _) => With(m.VolumeWeighted.DiameterNm.Median, m.VolumeWeighted.DiameterNm.MedianCi95)),
        new("aspect_ratio", "mean aspect ratio", "", (m, _) => With(m.AspectRatio.Mean, m.AspectRatio.MeanCi95)),
        new("aspect_ratio_std", "spread of aspect ratios", "", (m, _) => With(m.AspectRatio.Std, null)),
        new("fractal_dim", "mean fractal dimension", "", (m, _) => With(m.FractalDimension.Mean, m.FractalDimension.MeanCi95)),
        new("fractal_dim_std", "spread of fractal dimensions", "", (m, _) => With(m.FractalDimension.Std, null)),
        new("bet_m2_per_g", "BET surface", "m²/g", (_, s) => With(s.BetAreaM2PerG, null)),
        new("temperature_c", "synthesis temperature", "°C", (_, s) => With(s.Synthesis?.TemperatureC, null)),
        new("duration_h", "synthesis time", "h", (_, s) => With(s.Synthesis?.DurationH, null)),
        new("ph", "pH", "", (_, s) => With(s.Synthesis?.Ph, null)),
        new("precursor_mol_per_l", "precursor", "mol/L", (_, s) => With(s.Synthesis?.PrecursorMolPerL, null)),
    ];

    /// <summary>The one of a key, or null.</summary>
    public static CorrelationQuantity? Find(string key) => All.FirstOrDefault(quantity => quantity.Key == key);

    /// <summary>The name of a regression's feature with its unit.</summary>
    public static string Title(string key) => Find(key) is { } quantity ? quantity.Unit.Length > 0 ? $"{quantity.Name}, {quantity.Unit}" : quantity.Name : key;

    /// <summary>What regressions can use and is not among these.</summary>
    internal static IEnumerable<string> Missing => MorphologyFeatures.Known.Keys.Where(key => Find(key) is null);

    private static IntervalValue? With(double? value, double[]? interval)
        => value is { } known && double.IsFinite(known) ? interval is [var low, var high] && double.IsFinite(low) && double.IsFinite(high) ? new IntervalValue(known, low, high) : new IntervalValue(known) : null;
}
