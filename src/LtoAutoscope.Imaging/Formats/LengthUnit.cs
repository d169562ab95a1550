namespace LtoAutoscope.Imaging.Formats;

/// <summary>Units of length as image files write them.</summary>
internal static class LengthUnit
{
    /// <summary>How many nm the unit has; null for a word that is no length (“pixel”) or not known.</summary>
    internal static double? NanometresPer(string unit) => Mended(unit.Trim()) switch
    {
        "pm" => 1e-3,
        "Å" or "A" or "angstrom" => 0.1,
        "nm" or "nanometer" or "nanometre" => 1,
        "µm" or "micron" or "microns" or "micrometer" or "micrometre" => 1e3,
        "mm" => 1e6,
        "cm" => 1e7,
        "m" => 1e9,
        "in" or "inch" => 2.54e7,
        _ => null,
    };

    /// <summary>The prefix micro in every form that encodings, code pages and exports have made of it, as µ (U+00B5).</summary>
    internal static string Mended(string unit)
    {
        foreach (string micro in (string[])["\\u00B5", "Âµ", "Î¼", "μ", "æ", "\uFFFD"])
            if (unit.StartsWith(micro, StringComparison.Ordinal)) return "µ" + unit[micro.Length..];
        return unit is "um" or "u" || (unit.Length is 2 or 1 && unit[0] is 'u' or '?') ? "µ" + unit[1..] : unit;
    }
}
